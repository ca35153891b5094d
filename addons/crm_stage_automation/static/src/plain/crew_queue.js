/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
"use strict";

/*
 * Reports that wait for a connection. They live in the browser's database, so a closed page loses
 * none. Used by the page and by its worker; both may send at once, the key makes it one report.
 */
(function () {
    const STORE = "reports";
    const RETRY = [429, 502, 503, 504];

    function opened() {
        return new Promise((resolve, reject) => {
            const request = indexedDB.open("crew", 1);
            request.onupgradeneeded = () =>
                request.result.createObjectStore(STORE, {keyPath: "url"});
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
        });
    }

    async function run(mode, work) {
        const database = await opened();
        try {
            return await new Promise((resolve, reject) => {
                const transaction = database.transaction(STORE, mode);
                const request = work(transaction.objectStore(STORE));
                transaction.oncomplete = () => resolve(request.result);
                transaction.onabort = () => reject(transaction.error);
                transaction.onerror = () => reject(transaction.error);
            });
        } finally {
            database.close();
        }
    }

    // A browser that keeps nothing has nothing waiting.
    const everything = () => run("readonly", (store) => store.getAll()).catch(() => []);
    const all = async () => (await everything()).filter((report) => !report.refused);
    const refused = async () => (await everything()).filter((report) => report.refused);
    const add = (report) => run("readwrite", (store) => store.put(report));
    const remove = (url) => run("readwrite", (store) => store.delete(url));

    function body(report) {
        const form = new FormData();
        for (const [name, value] of report.fields) {
            form.append(name, value);
        }
        for (const [name, file] of report.files) {
            form.append(name, file, `${name}.jpg`);
        }
        return form;
    }

    /* Say what became of a report: "waiting", "received", or "refused" with the reason. */
    async function send(report) {
        let response, answer;
        try {
            response = await fetch(report.url, {
                method: "POST",
                body: body(report),
                headers: {Accept: "application/json"},
                referrerPolicy: "no-referrer",
            });
            answer = await response.json();
        } catch {
            // No connection, or a page of somebody else's network in between.
            return {state: "waiting", url: report.url};
        }
        if (RETRY.includes(response.status) || response.status === 500) {
            return {state: "waiting", url: report.url};
        }
        const {url, page} = report;
        const {status} = response;
        if (response.ok) {
            await remove(url).catch(() => null);
            return {state: "received", url, page, status};
        }
        // Kept until a page has told it: nobody may be looking now.
        await add({...report, refused: {message: answer.message, status}}).catch(() => null);
        return {state: "refused", url, page, status, message: answer.message};
    }

    async function sendAll() {
        const results = [];
        for (const report of await all()) {
            results.push(await send(report));
        }
        return results;
    }

    globalThis.crewQueue = {add, all, refused, remove, send, sendAll};
})();
