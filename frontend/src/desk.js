// The desk's only script: pages that refresh a part of themselves. Every page works without it.
import "htmx.org";
