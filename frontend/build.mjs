// Turns the few sources beside this file into what the pages load; the wheel carries the result.
import * as esbuild from "esbuild";

const options = {
  entryPoints: { chengxin: "src/styles/main.css", desk: "src/desk.js", entrance: "src/entrance.js", voice: "src/voice.js" },
  outdir: "../src/chengxin/site/static/built",
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "linked",
  logLevel: "info",
  // The browsers that government offices run are a few years behind: nesting is written out for them.
  target: ["chrome99", "firefox97", "safari15.4"],
};

if (process.argv.includes("--watch")) {
  await (await esbuild.context(options)).watch();
} else {
  await esbuild.build(options);
}
