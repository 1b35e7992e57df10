(function () {
  "use strict";
  var rows = Array.prototype.slice.call(document.querySelectorAll("tbody tr"));
  var tools = document.querySelector(".tools");
  var count = document.getElementById("count");
  if (!rows.length) return;
  tools.hidden = false;
  var words = null;
  document.getElementById("filter").addEventListener("input", function (event) {
    if (!words) words = rows.map(function (row) { return row.textContent.toLowerCase(); });
    var wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row, i) {
      row.hidden = !wanted.every(function (word) { return words[i].indexOf(word) >= 0; });
      if (!row.hidden) shown += 1;
    });
    count.textContent = wanted.length ? shown + " of " + rows.length : "";
  });
  document.querySelectorAll("table").forEach(function (table) {
    var body = table.tBodies[0];
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (head, column) {
      var button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("[aria-sort]").forEach(function (h) { h.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        var keyed = Array.prototype.map.call(body.rows, function (row) {
          var cell = row.cells[column];
          var key = cell.getAttribute("data-sort") || cell.textContent;
          return { row: row, key: key, number: /^-?\d+$/.test(key) ? Number(key) : null };
        });
        keyed.sort(function (a, b) {
          // Empty cells stay at the end, whichever way.
          if (!a.key || !b.key) return (a.key ? 0 : 1) - (b.key ? 0 : 1);
          var order;
          if (a.number !== null && b.number !== null) order = a.number - b.number;
          else if (a.number !== null || b.number !== null) order = a.number !== null ? -1 : 1;
          else order = a.key.localeCompare(b.key, "en", { numeric: true });
          return down ? -order : order;
        });
        keyed.forEach(function (entry) { body.appendChild(entry.row); });
      });
    });
  });
})();
