// A file that is too large is named before it is sent: what refuses it afterwards has no page to say so on.

document.addEventListener("change", (event) => {
  const { mostBytes, tooLarge } = event.target.dataset;
  if (!mostBytes) return;
  const large = [...event.target.files].some((file) => file.size > Number(mostBytes));
  event.target.setCustomValidity(large ? tooLarge : "");
  event.target.reportValidity();
});
