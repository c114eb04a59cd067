/* A button marked data-passkey starts allauth's own ceremony (mfa/js/webauthn.js); its data stand in attributes. */
(function () {
  'use strict';
  Array.prototype.forEach.call(document.querySelectorAll('[data-passkey]'), function (button) {
    var task = button.getAttribute('data-passkey'), ids = { credential: button.getAttribute('data-credential') };
    ids[task] = button.id;
    window.allauth.webauthn.forms[task + 'Form']({ ids: ids, data: JSON.parse(button.getAttribute('data-options')) });
    button.hidden = !window.PublicKeyCredential;
  });
})();
