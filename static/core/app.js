// Starts the GOV.UK components of the page, and later of whatever htmx puts on it.
// The library's address is given by the page, because static files have hashed names.

const script = document.querySelector("script[data-govuk]");
const { initAll } = await import(script.dataset.govuk);

initAll();
document.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.target }));
