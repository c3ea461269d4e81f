// Loads a page that is looked at from afar again, so that it follows what happens. Without it there is a link.
const seconds = Number(document.querySelector("[data-refresh]").dataset.refresh);
setTimeout(() => location.reload(), seconds * 1000);
