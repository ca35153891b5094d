/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
"use strict";

/* The page of a crew: what is reported goes into the queue first, then over the network. */
(function () {
    const {crewQueue, crewPhotos, crewSignature} = globalThis;
    const form = document.getElementById("report");
    const again = document.getElementById("again");
    const problem = document.getElementById("problem");
    const unkept = document.getElementById("unkept");
    const photoCard = document.getElementById("photos");
    const signatureCard = document.getElementById("signature");
    const photos = crewPhotos.photosOf(photoCard, Number(form.dataset.mostPhotos));
    const signature = crewSignature.signatureOf(signatureCard);
    const page = location.pathname;
    const RETRY_MS = 20000;
    let lastRound = Promise.resolve();

    function show(state) {
        for (const section of document.querySelectorAll("[data-state]")) {
            section.hidden = section.dataset.state !== state;
        }
        form.hidden = state !== "form";
        scrollTo(0, 0);
    }

    function tellWorker(message) {
        navigator.serviceWorker?.ready.then((registration) =>
            registration.active.postMessage({...message, page})
        );
    }

    function refuse(message) {
        show("form");
        problem.textContent = message;
        problem.hidden = false;
        problem.scrollIntoView({block: "center"});
    }

    function settle(result) {
        if (result.state === "refused") {
            refuse(result.message);
            crewQueue.remove(result.url).catch(() => null);
            if (result.status === 404) {
                tellWorker({forget: true});
            }
            return;
        }
        show(result.state);
        if (result.state === "received") {
            tellWorker({forget: true});
        }
    }

    async function sendNow() {
        for (const waiting of await crewQueue.all()) {
            const result = await crewQueue.send(waiting);
            if (waiting.page === page) {
                settle(result);
            }
        }
    }

    /* One round after the other; what was added meanwhile is in the next one. */
    function sendWaiting() {
        lastRound = lastRound.then(sendNow, sendNow);
        return lastRound;
    }

    function isMissing(card, name, given) {
        const missing = card?.dataset.required && !given;
        if (card && name) {
            card.querySelector(`[data-problem=${name}]`).hidden = !missing;
        }
        if (missing) {
            card.scrollIntoView({block: "center"});
        }
        return missing;
    }

    function newKey() {
        const bytes = crypto.getRandomValues(new Uint8Array(16));
        return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }

    async function report() {
        const fields = [];
        for (const [name, value] of new FormData(form)) {
            if (typeof value === "string") {
                fields.push([name, value]);
            }
        }
        const files = photos.map((photo) => ["photo", photo]);
        if (!signature.isEmpty()) {
            files.push(["signature", await signature.blob()]);
        }
        // A page kept on the phone may report twice: each report has a name of its own.
        const url = `${form.getAttribute("action").split("?")[0]}?key=${newKey()}`;
        return {url, page, fields, files};
    }

    /* A browser in private mode may keep nothing: sent at once, or written again. */
    async function sendUnkept(made) {
        const result = await crewQueue.send(made);
        if (result.state === "waiting") {
            show("form");
            unkept.hidden = false;
            unkept.scrollIntoView({block: "center"});
            return;
        }
        settle(result);
    }

    async function submit() {
        problem.hidden = true;
        unkept.hidden = true;
        if (isMissing(photoCard, "no_photo", photos.length)) {
            return;
        }
        if (isMissing(signatureCard, "no_signature", !signature.isEmpty())) {
            return;
        }
        show("sending");
        const made = await report();
        try {
            await crewQueue.add(made);
        } catch {
            await sendUnkept(made);
            return;
        }
        const registration = await navigator.serviceWorker?.getRegistration("/crew/");
        await registration?.sync?.register("crew").catch(() => null);
        await sendWaiting();
    }

    async function start() {
        document.documentElement.classList.add("scripted");
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            submit();
        });
        addEventListener("online", sendWaiting);
        again.addEventListener("click", sendWaiting);
        setInterval(sendWaiting, RETRY_MS);
        navigator.serviceWorker?.addEventListener("message", ({data}) => {
            if (data.page === page) {
                settle(data);
            }
        });
        navigator.serviceWorker?.register("/crew/worker.js").catch(() => null);
        tellWorker({keep: true});
        for (const {url, page: other, refused} of await crewQueue.refused()) {
            if (other === page) {
                settle({state: "refused", url, ...refused});
            }
        }
        const waiting = await crewQueue.all();
        if (waiting.some((one) => one.page === page)) {
            show("waiting");
        }
        await sendWaiting();
    }

    start();
})();
