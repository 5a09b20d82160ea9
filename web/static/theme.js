// Light or dark before anything is painted: what was chosen here, else what the system prefers.
(() => {
  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => localStorage.getItem("mianyue-theme");
  const show = () => {
    document.documentElement.dataset.bsTheme = chosen() ?? (prefers.matches ? "dark" : "light");
  };
  show();
  prefers.addEventListener("change", show);
  addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-theme-toggle]")) return;
    localStorage.setItem("mianyue-theme", document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark");
    show();
  });
})();
