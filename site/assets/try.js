// Takes a reader's image – chosen, dropped, pasted, from the camera or from the gallery – and loads the model and
// the program that predicts when the first one comes.
(() => {
  const place = document.getElementById("try"), said = document.getElementById("said");
  const words = JSON.parse(place.dataset.words);
  const say = (text) => said.textContent = text;

  const load = (src) =>
    new Promise((done, fail) => {
      const script = Object.assign(document.createElement("script"), { src, onload: done });
      script.onerror = () => fail(new Error(words.unloaded.replace("#", src)));
      document.head.append(script);
    });
  let opening;
  const open = async () => {
    say(words.loading);
    await Promise.all([load(place.dataset.program), load("model.js")]);
    return await globalThis.triptychTry();
  };
  const use = async (act) => {
    // what was not opened is tried again with another image
    opening ??= open().catch((error) => {
      opening = undefined;
      throw error;
    });
    try {
      await act(await opening);
    } catch (error) {
      say(error.message);
    }
  };
  const take = (files) => {
    const file = [...files ?? []].find(({ size }) => size > 0);
    if (file) use((trial) => trial.take(file));
    else say(words.noFile);
  };

  const choose = document.getElementById("choose");
  choose.addEventListener("change", () => {
    if (choose.files.length) take(choose.files);
    // so that the same file may be chosen again
    choose.value = "";
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", (event) => {
    event.preventDefault();
    const { files } = event.dataTransfer;
    if (files.length && event.target.closest("#beside")) {
      use((trial) => trial.takeTruth(files[0]));
    } else take(files);
  });
  addEventListener("paste", (event) => take(event.clipboardData.files));
  const camera = document.getElementById("camera");
  // over plain http browsers have none
  camera.hidden = !navigator.mediaDevices;
  camera.addEventListener("click", () => use((trial) => trial.toggleCamera()));

  document.getElementById("rest")?.addEventListener("click", () =>
    use(async (trial) => {
      await load("rest.js");
      await trial.renew();
    }));

  // a page of the gallery sends its case in the address
  const sent = new URLSearchParams(location.hash.slice(1)).get("case");
  if (sent !== null) {
    use(async (trial) => {
      await load(`cases/${encodeURIComponent(sent)}.js`);
      await trial.takeCase(globalThis.triptychCase);
    });
  }
})();
