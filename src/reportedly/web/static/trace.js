// The picture of a trace: larger, smaller, all of it; by button, by key, by wheel with Ctrl.

const frame = document.querySelector(".frame");
const svg = frame?.querySelector("svg");

if (svg) {
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const across = () => Math.min(1, frame.clientWidth / width);
  const all = () => Math.min(across(), frame.clientHeight / height);
  let scale = Math.max(across(), 0.6); // below that, words could not be read

  // The days stay in sight, however many pages there are.
  const days = [...svg.querySelectorAll(".day")];
  svg.append(...days);
  const follow = () => {
    const down = Math.max(0, frame.scrollTop / scale - Number(days[0]?.getAttribute("y")) + 24);
    for (const day of days) day.setAttribute("transform", `translate(0 ${down})`);
  };
  frame.addEventListener("scroll", follow);

  const set = (wanted) => {
    scale = Math.min(4, Math.max(Math.min(all(), 0.2), wanted));
    svg.setAttribute("width", Math.round(width * scale));
    svg.setAttribute("height", Math.round(height * scale));
    follow();
  };
  const zoom = (which) => set(which === "all" ? all() : scale * (which === "in" ? 1.25 : 0.8));

  document.querySelector(".zoom").hidden = false;
  document.querySelector(".zoom").addEventListener("click", (event) => {
    if (event.target.dataset.zoom) zoom(event.target.dataset.zoom);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.target.closest("input")) return;
    const which = { "+": "in", "=": "in", "-": "out", 0: "all" }[event.key];
    if (which) { zoom(which); event.preventDefault(); }
  });
  frame.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? "in" : "out");
  }, { passive: false });
  set(scale);
}
