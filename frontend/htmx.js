// htmx without its ways of running text as code: the pages' content security policy forbids them.
import htmx from "htmx.org/dist/htmx.esm.js";

function refuse() {
  throw new Error("htmx must not run text as code here: put it into a script of web/static");
}

htmx.registerExtension("no-eval", { init: (api) => api.initSecurity(null, refuse, refuse) });
