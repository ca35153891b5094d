# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A page of somebody's site, into which the code of a source was copied."""

LANDING = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Rooms that work</title>
<style>
body {margin: 0; font: 17px/1.5 system-ui, sans-serif; color: #20302c; background: #f4f1ea}
header {padding: 18px 64px; background: #20302c; color: #f4f1ea; font-weight: 600}
main {display: grid; grid-template-columns: 1fr 460px; gap: 64px; padding: 48px 64px}
h1 {font-size: 46px; line-height: 1.1; margin: 24px 0 16px}
li {margin: 8px 0}
form {background: white; border-radius: 14px; padding: 20px 28px; box-shadow: 0 6px 24px #0002}
form p {margin: 0 0 10px}
input:not([type=checkbox]):not([type=file]), textarea {
  box-sizing: border-box; width: 100%; padding: 8px 10px; font: inherit;
  border: 1px solid #b9c2bd; border-radius: 8px}
textarea {height: 76px}
button {width: 100%; padding: 12px; font: inherit; font-weight: 600; border: 0;
  border-radius: 8px; color: white; background: #c2552d}
</style>
</head>
<body>
<header>Rooms &amp; Co.</header>
<main>
<section>
<h1>A conference room in three weeks</h1>
<p>From the first drawing to the last chair. Tell us how many people meet, we tell you
what it costs.</p>
<ul>
<li>Measured and drawn free of charge</li>
<li>Delivered and set up by our own people</li>
<li>Seven years' guarantee on everything that moves</li>
</ul>
</section>
<!-- form -->
</main>
</body>
</html>
"""
