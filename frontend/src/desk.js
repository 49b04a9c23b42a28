// The desk's only script: pages that refresh a part of themselves, and keys for who handles many matters a day.
// Every page works without it.
import "htmx.org";
import "./keys.js";
