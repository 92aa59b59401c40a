"use strict";
(function () {
  var root = document.documentElement, button = document.getElementById("theme");
  var dark = function () { return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches; };
  button.hidden = false;
  button.addEventListener("click", function () { root.dataset.theme = dark() ? "light" : "dark"; });

  var form = document.getElementById("filters");
  if (form) {
    var rows = [].slice.call(document.querySelectorAll("#table tbody tr")), told = form.querySelector("output");
    var show = function () {
      var want = form.elements, text = want.text.value.trim().toLowerCase(), n = 0;
      rows.forEach(function (row) {
        var fits = (!want.status.value || row.dataset.v === want.status.value) && (!want.topic.value || row.cells[2].textContent === want.topic.value) &&
          (!want.document.value || (" " + row.cells[0].textContent).indexOf(" " + want.document.value + "-") >= 0) && (!text || row.textContent.toLowerCase().indexOf(text) >= 0);
        row.hidden = !fits;
        n += fits;
      });
      told.textContent = n + " of " + rows.length;
    };
    form.hidden = false;
    form.addEventListener("input", show);
    form.addEventListener("submit", function (e) { e.preventDefault(); });
    show();
  }

  var open = function () {  // what a link points at may be folded
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var box = target; box; box = box.parentElement) if (box.tagName === "DETAILS") box.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", open);
  open();
})();
