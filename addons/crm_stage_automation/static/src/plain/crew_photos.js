/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
"use strict";

/* Photos of the report: made smaller on the phone, which also leaves out where they were taken. */
(function () {
    const SIDE = 2048;
    const QUALITY = 0.85;

    async function smaller(file) {
        const picture = await createImageBitmap(file, {imageOrientation: "from-image"});
        const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
        const canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(picture.width * scale));
        canvas.height = Math.max(1, Math.round(picture.height * scale));
        const context = canvas.getContext("2d");
        context.fillStyle = "#fff";
        context.fillRect(0, 0, canvas.width, canvas.height);
        context.drawImage(picture, 0, 0, canvas.width, canvas.height);
        picture.close();
        return new Promise((resolve, reject) => {
            const done = (blob) => (blob ? resolve(blob) : reject(new Error("not drawn")));
            canvas.toBlob(done, "image/jpeg", QUALITY);
        });
    }

    /* Watch the file inputs of a card; the returned list is what is to be sent. */
    function photosOf(card, most) {
        const photos = [];
        if (!card) {
            return photos;
        }
        const problem = (name, shown = true) => {
            card.querySelector(`[data-problem=${name}]`).hidden = !shown;
        };
        const show = (blob) => {
            const entry = card.querySelector("template").content.cloneNode(true).firstElementChild;
            const image = entry.querySelector("img");
            image.src = URL.createObjectURL(blob);
            image.onload = () => URL.revokeObjectURL(image.src);
            entry.querySelector("button").onclick = () => {
                photos.splice(photos.indexOf(blob), 1);
                entry.remove();
                problem("photo_many", false);
            };
            card.querySelector("ul").append(entry);
        };
        const take = async (file) => {
            if (photos.length >= most) {
                problem("photo_many");
                return;
            }
            try {
                const blob = await smaller(file);
                photos.push(blob);
                show(blob);
            } catch {
                problem("photo_damaged");
            }
        };
        for (const input of card.querySelectorAll("input[type=file]")) {
            input.addEventListener("change", async () => {
                const files = [...input.files];
                input.value = "";
                for (const name of ["photo_damaged", "photo_many", "no_photo"]) {
                    problem(name, false);
                }
                for (const file of files) {
                    await take(file);
                }
            });
        }
        return photos;
    }

    globalThis.crewPhotos = {photosOf};
})();
