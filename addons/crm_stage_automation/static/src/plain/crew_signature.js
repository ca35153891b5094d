/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
"use strict";

/* A signature drawn with a finger. */
(function () {
    function signatureOf(card) {
        if (!card) {
            return {isEmpty: () => true, blob: async () => null};
        }
        const canvas = card.querySelector("canvas");
        const context = canvas.getContext("2d");
        let empty = true;
        let drawing = false;

        const clear = () => {
            context.fillStyle = "#fff";
            context.fillRect(0, 0, canvas.width, canvas.height);
            empty = true;
        };
        const place = (event) => {
            const scale = canvas.width / canvas.clientWidth;
            return [event.offsetX * scale, event.offsetY * scale];
        };
        canvas.addEventListener("pointerdown", (event) => {
            canvas.setPointerCapture(event.pointerId);
            drawing = true;
            context.lineWidth = 4;
            context.lineCap = "round";
            context.lineJoin = "round";
            context.strokeStyle = "#23232b";
            context.beginPath();
            context.moveTo(...place(event));
        });
        canvas.addEventListener("pointermove", (event) => {
            if (drawing) {
                context.lineTo(...place(event));
                context.stroke();
                empty = false;
                card.querySelector("[data-problem=no_signature]").hidden = true;
            }
        });
        for (const end of ["pointerup", "pointercancel"]) {
            canvas.addEventListener(end, () => {
                drawing = false;
            });
        }
        card.querySelector("#clear").onclick = clear;
        clear();
        return {
            isEmpty: () => empty,
            blob: () =>
                new Promise((resolve) => {
                    canvas.toBlob(resolve, "image/jpeg", 0.9);
                }),
        };
    }

    globalThis.crewSignature = {signatureOf};
})();
