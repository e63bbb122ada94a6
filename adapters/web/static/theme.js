// Runs before the first paint, so that a dark room never flashes white.
(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => localStorage.getItem("bailey-theme");
  const apply = () => { document.documentElement.dataset.theme = kept() || (dark.matches ? "dark" : "light"); };
  apply();
  dark.addEventListener("change", apply);
  addEventListener("storage", apply);
  const label = () => {
    const to = document.documentElement.dataset.theme === "dark" ? "Light" : "Dark";
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.setAttribute("aria-label", `Switch to ${to.toLowerCase()}`);
      const word = button.querySelector("span");
      if (word) word.textContent = to;
    }
  };
  addEventListener("DOMContentLoaded", () => {
    label();
    dark.addEventListener("change", label);
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.addEventListener("click", () => {
        localStorage.setItem("bailey-theme", document.documentElement.dataset.theme === "dark" ? "light" : "dark");
        apply();
        label();
      });
    }
  });
})();
