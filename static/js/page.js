/* Enhancements only: every page works without them. No globals, no eval, nothing leaves the device. */
(function () {
  'use strict';
  var DAY = 24 * 3600 * 1000;

  function each(selector, act) { Array.prototype.forEach.call(document.querySelectorAll(selector), act); }
  function store() { try { return window.localStorage; } catch (e) { return null; } }

  // A refused form: the reader starts at the summary.
  each('[data-focus]', function (box) { box.focus(); });

  // What was typed stays on this device for a day, until it is sent. data-draft names the draft.
  var kept = store();
  if (kept) {
    each('form[data-draft]', function (form) {
      var key = 'draft:' + form.getAttribute('data-draft');
      function fields() {
        return Array.prototype.filter.call(form.elements, function (f) {
          return f.name && f.hasAttribute('data-keep');
        });
      }
      try {
        var draft = JSON.parse(kept.getItem(key) || 'null');
        if (draft && Date.now() - draft.at < DAY) {
          fields().forEach(function (f) { if (!f.value && draft.values[f.name]) { f.value = draft.values[f.name]; } });
        } else if (draft) { kept.removeItem(key); }
      } catch (e) { kept.removeItem(key); }
      form.addEventListener('input', function () {
        var values = {};
        fields().forEach(function (f) { if (f.value) { values[f.name] = f.value; } });
        try { kept.setItem(key, JSON.stringify({ at: Date.now(), values: values })); } catch (e) { /* full: no draft */ }
      });
    });
    each('[data-draft-done]', function (mark) { kept.removeItem('draft:' + mark.getAttribute('data-draft-done')); });
  }

  // How many characters are left, counted as the server counts.
  each('textarea[data-counter]', function (area) {
    var box = document.createElement('p'), most = Number(area.getAttribute('data-counter'));
    box.className = 'hint num';
    area.parentNode.insertBefore(box, area.nextSibling);
    function tell() { box.textContent = Array.from(area.value).length + ' / ' + most; }
    area.addEventListener('input', tell);
    tell();
  });

  // Small pictures of what was chosen.
  each('input[type=file][data-preview]', function (input) {
    var box = document.createElement('div');
    box.className = 'thumbs';
    input.parentNode.insertBefore(box, input.nextSibling);
    input.addEventListener('change', function () {
      box.textContent = '';
      Array.prototype.slice.call(input.files, 0, 6).forEach(function (file) {
        var img = document.createElement('img'), address = URL.createObjectURL(file);
        img.alt = file.name;
        img.onload = function () { URL.revokeObjectURL(address); };
        img.src = address;
        box.appendChild(img);
      });
    });
  });

  // Copy and print buttons show only where they can work.
  each('[data-copy]', function (button) {
    if (!navigator.clipboard) { return; }
    button.hidden = false;
    button.addEventListener('click', function () {
      navigator.clipboard.writeText(button.getAttribute('data-copy')).then(function () {
        button.textContent = button.getAttribute('data-done');
      });
    });
  });
  each('[data-print]', function (button) {
    if (!window.print || /MicroMessenger/i.test(navigator.userAgent)) { return; }
    button.hidden = false;
    button.addEventListener('click', function () { window.print(); });
  });

  // One press, one send; the server also knows the form's key.
  each('form[data-once]', function (form) {
    var sent = false;
    form.addEventListener('submit', function (event) {
      if (sent) { event.preventDefault(); }
      sent = true;
      setTimeout(function () { sent = false; }, 8000);
    });
  });
})();
