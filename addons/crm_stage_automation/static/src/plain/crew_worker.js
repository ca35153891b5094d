/* License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */
"use strict";

/* Keeps an opened page at hand without connection, and sends what waits once there is one. */
const PLAIN = "/crm_stage_automation/static/src/plain";
self.importScripts(`${PLAIN}/crew_queue.js`);

const CACHE = "crew-1";
const FILES = ["crew.css", "crew_queue.js", "crew_photos.js", "crew_signature.js", "crew.js"];
const PATIENCE_MS = 5000;

async function keep(page) {
    const response = await fetch(page);
    if (response.ok) {
        const cache = await caches.open(CACHE);
        await cache.put(page, response);
    }
}

/* What the network has is newer; a page that is refused is kept no longer. */
async function answer(request) {
    const cache = await caches.open(CACHE);
    const key = new URL(request.url).pathname;
    const kept = await cache.match(key);
    try {
        const signal = kept ? AbortSignal.timeout(PATIENCE_MS) : null;
        const response = await fetch(request.url, {signal});
        if (response.ok) {
            await cache.put(key, response.clone());
        } else if (response.status === 404) {
            await cache.delete(key);
        }
        return response;
    } catch (error) {
        // The page may have been kept by its own wish while we waited for the network.
        const found = kept || (await cache.match(key));
        if (found) {
            return found;
        }
        throw error;
    }
}

async function sendAll() {
    const results = await globalThis.crewQueue.sendAll();
    const pages = await self.clients.matchAll({includeUncontrolled: true});
    for (const result of results) {
        for (const page of pages) {
            page.postMessage(result);
        }
    }
    if (results.some((result) => result.state === "waiting")) {
        // The browser tries again later when this fails.
        throw new Error("reports are waiting");
    }
}

self.addEventListener("install", (event) => {
    const files = FILES.map((name) => `${PLAIN}/${name}`);
    event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(files)));
    self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
    const {origin, pathname} = new URL(event.request.url);
    const ours = pathname.startsWith("/crew/") || pathname.startsWith(`${PLAIN}/`);
    if (event.request.method === "GET" && origin === location.origin && ours) {
        event.respondWith(answer(event.request));
    }
});

self.addEventListener("message", (event) => {
    const {page, keep: wanted, forget} = event.data;
    if (wanted) {
        event.waitUntil(keep(page));
    }
    if (forget) {
        event.waitUntil(caches.open(CACHE).then((cache) => cache.delete(page)));
    }
});

self.addEventListener("sync", (event) => event.waitUntil(sendAll()));
