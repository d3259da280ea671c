// Choices that are searched, and days from a calendar. Each form is whole without.
for (const box of document.querySelectorAll("[data-many]")) {
  const find = document.createElement("input")
  find.type = "search"
  find.setAttribute("aria-label", box.dataset.many)
  find.placeholder = box.dataset.many
  find.addEventListener("input", () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean)
    for (const choice of box.children) {
      const text = choice.textContent.toLowerCase()
      choice.hidden = !words.every((word) => text.includes(word)) && !choice.querySelector(":checked")
    }
  })
  find.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault() })
  box.before(find)
}

for (const field of document.querySelectorAll("[data-day]")) {
  const row = document.createElement("div")
  const calendar = document.createElement("input")
  row.className = "edit-day"
  calendar.type = "date"
  calendar.setAttribute("aria-label", field.dataset.day)
  calendar.addEventListener("change", () => { if (calendar.value) field.value = calendar.value })
  field.before(row)
  row.append(field, calendar)
}

for (const list of document.querySelectorAll("[data-tick]")) {
  const all = document.createElement("button")
  all.type = "button"
  all.className = "edit-quiet"
  all.textContent = list.dataset.tick
  all.addEventListener("click", () => { for (const box of list.querySelectorAll("[name=do]")) box.checked = true })
  list.before(all)
}

document.getElementById("wrong")?.focus()
