// A list of suggestions under (or over) an input, by keyboard and pointer, as screen readers expect a combobox.

export class Offers {
  // ask: text → promise of [{value, label}]. take: choice → void.
  constructor(input, list, ask, take) {
    Object.assign(this, { input, list, ask, take, choices: [], active: -1, running: null, timer: 0 });
    input.addEventListener("blur", () => this.close());
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target.closest("li");
      if (item) this.accept([...list.children].indexOf(item));
    });
  }

  get open() { return !this.list.hidden; }

  soon(wait = 90) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.refresh(), wait);
  }

  async refresh() {
    this.running?.abort();
    this.running = new AbortController();
    const { signal } = this.running;
    let choices = [];
    try {
      choices = await this.ask(signal);
    } catch {
      if (signal.aborted) return; // a newer question is under way
    }
    if (!signal.aborted && document.activeElement === this.input) this.show(choices);
  }

  show(choices) {
    this.choices = choices;
    this.list.replaceChildren(...choices.map((choice, index) => {
      const item = document.createElement("li");
      item.id = `${this.list.id}-${index}`;
      item.setAttribute("role", "option");
      item.dir = "auto";
      item.textContent = choice.label;
      return item;
    }));
    this.list.hidden = choices.length === 0;
    this.input.setAttribute("aria-expanded", String(this.open));
    this.point(-1);
    this.list.scrollTop = 0;
  }

  point(index) {
    this.active = index;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === index)));
    const item = this.list.children[index];
    if (item) {
      this.input.setAttribute("aria-activedescendant", item.id);
      item.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    clearTimeout(this.timer);
    this.running?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.point(-1);
  }

  accept(index) {
    const choice = this.choices[index];
    this.close();
    if (choice) this.take(choice);
  }

  // True when the key was ours.
  key(event) {
    if (!this.open || event.isComposing) return false;
    const count = this.choices.length;
    switch (event.key) {
      case "ArrowDown": this.point((this.active + 1) % count); break;
      case "ArrowUp": this.point(this.active <= 0 ? count - 1 : this.active - 1); break;
      case "Tab":
        if (event.shiftKey) return false;
        this.accept(Math.max(this.active, 0));
        break;
      case "Enter":
        if (this.active < 0) return false;
        this.accept(this.active);
        break;
      case "Escape": this.close(); event.stopPropagation(); break;
      default: return false;
    }
    event.preventDefault();
    return true;
  }
}
