// Before H5P core, outside the original editor's own frame: what core and the editor are told.
window.H5PIntegration = JSON.parse(document.getElementById("h5p-integration").textContent);
