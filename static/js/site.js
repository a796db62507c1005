// Comforts only: every page works without this file. Behaviours hang on data- attributes.
(function () {
  "use strict";

  // data-shortcut="/": that key brings the cursor there, unless one is writing.
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const field = document.querySelector('[data-shortcut="' + CSS.escape(event.key) + '"]');
    if (!field || !field.offsetParent) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // data-menu: a <details> that closes with Escape or a click elsewhere.
  function close(menu) {
    menu.open = false;
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-menu][open]");
    if (!menu) return;
    close(menu);
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details[data-menu][open]").forEach(function (menu) {
      if (!menu.contains(event.target)) close(menu);
    });
  });

  // data-focus-on-load: the list of errors is read first, after a page load or an htmx swap.
  function focusErrors(root) {
    const target = root.querySelector("[data-focus-on-load]");
    if (target) target.focus();
  }
  focusErrors(document);
  document.addEventListener("htmx:afterSettle", function (event) {
    focusErrors(event.target);
  });

  // A form is sent once: the second click within ten seconds is dropped. The server refuses it too (one-use token).
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post") return;
    const now = Date.now();
    if (form.dataset.sentAt && now - Number(form.dataset.sentAt) < 10000) {
      event.preventDefault();
      return;
    }
    form.dataset.sentAt = String(now);
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    const form = event.target.closest("form");
    if (form) delete form.dataset.sentAt;
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent-at]").forEach(function (form) {
      delete form.dataset.sentAt;
    });
  });

  // data-autosubmit: a filter form sends itself when a choice changes.
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-autosubmit]");
    if (form && form.requestSubmit) form.requestSubmit();
  });

  // data-print: the browser's print dialogue.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  // On paper every chart shows its figures.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.chart-figures, details.board-column").forEach(function (details) {
      details.open = true;
    });
  });
})();
