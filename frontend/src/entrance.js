// The only script of the page for signing in: drafts of who was signed out are set aside. The page works without it.
import { setAside } from "./drafts.js";

setAside();
