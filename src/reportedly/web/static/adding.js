// Adding pages: files dropped anywhere, and the progress of a job as it happens.

const files = document.getElementById("files");
if (files) {
  for (const kind of ["dragover", "drop"]) {
    document.addEventListener(kind, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      if (kind === "drop") {
        files.files = event.dataTransfer.files;
        files.focus();
      }
    });
  }
}

const job = document.querySelector("[data-job]");
if (job && !["done", "failed"].includes(job.dataset.state)) {
  const news = new EventSource(`/jobs/${job.dataset.job}/events`);
  news.addEventListener("progress", (event) => {
    const { read, total } = JSON.parse(event.data);
    job.querySelector("progress").value = read;
    job.querySelector("progress").max = total ?? 1;
    job.querySelector(".far").textContent = `${read} of ${total ?? "…"}`;
  });
  news.addEventListener("over", () => { news.close(); location.reload(); });
}
