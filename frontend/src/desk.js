// The desk's only script: pages that refresh a part of themselves, keys for who handles many matters a day, and drafts
// for whose connection comes and goes.
// Every page works without it.
import "htmx.org";
import "./keys.js";
import { keepDraftsOfDesk } from "./drafts.js";

keepDraftsOfDesk();
