// Forms with data-passkey ask the browser for a passkey before they are sent: "create" makes one, "get" uses one. What the browser is to
// sign comes from the address in data-ask.

async function sign(form) {
  const asked = await fetch(form.dataset.ask, { method: "POST", body: new URLSearchParams({ back: form.elements.back?.value ?? "" }) });
  if (asked.redirected || !asked.headers.get("Content-Type").startsWith("application/json")) {
    location.assign(asked.url);
    return;
  }
  const { id, publicKey } = await asked.json();
  const credential =
    form.dataset.passkey === "create"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
  form.elements.id.value = id;
  form.elements.answer.value = JSON.stringify(credential.toJSON());
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const gaveUp = form.querySelector("[data-gave-up]");
    gaveUp.hidden = true;
    sign(form).catch(() => {
      gaveUp.hidden = false;
      delete form.dataset.sent;
    });
  });
}
