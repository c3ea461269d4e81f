// Asks the service worker to keep one of its layers (learning/offline.py) on this device. Resolves when all of it is here.
const WANTED = "wanted-layers";

export async function keepLayer(worker, layer) {
  await (await caches.open(WANTED)).put("/" + layer, new Response("")); // read by a worker that is only now being installed
  await navigator.serviceWorker.register(worker, { scope: "/" });
  const { active } = await navigator.serviceWorker.ready;
  const answer = await new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data);
    active.postMessage({ keep: layer }, [channel.port2]);
  });
  if (!answer.kept) throw new Error("the layer is not here");
}
