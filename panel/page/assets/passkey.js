// Forms with data-passkey ask the browser for a passkey before they are sent: "create" makes one, "get" uses one. What the browser is to
// sign comes from the address in data-ask, which may also say where to go first, or what is wrong.

class Told extends Error {} // what the form's reader is told

async function ask(form) {
  const name = form.elements.name?.value; // typed already: it must be there when one comes back
  const back = location.pathname + (name ? "?" + new URLSearchParams({ name }) : "");
  try {
    const answer = await fetch(form.dataset.ask, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams({ back, whose: form.elements.whose?.value ?? "" }) });
    return await answer.json();
  } catch {
    throw new Told(form.querySelector("[data-gave-up]").dataset.noAnswer);
  }
}

async function sign(form) {
  const { id, publicKey, to, problem } = await ask(form);
  if (to) return location.assign(to);
  if (problem) throw new Told(problem);
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  form.elements.id.value = id;
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const fault = form.querySelector("[data-gave-up]");
  const gaveUp = fault.textContent;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fault.hidden = true;
    sign(form).catch((error) => {
      fault.textContent = error instanceof Told ? error.message : gaveUp;
      fault.hidden = false;
      delete form.dataset.sent;
    });
  });
}
