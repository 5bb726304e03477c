package panel_test

import "encoding/json"

// faultsOfLooks finds on a page as it is shown what needs no eye for beauty to be wrong: two buttons that both want to be pressed first, text that is cut off,
// what sticks out of the window, dates that break, fields that touch, what stands beside something and lower or higher, a column of amounts with one that is not on its side.
const faultsOfLooks = `(() => {
	const faults = [];
	const seen = (e) => e.checkVisibility() && e.getBoundingClientRect().width > 1;
	const all = (css) => [...document.querySelectorAll(css)].filter(seen);
	const words = (e) => (e.innerText || e.ariaLabel || e.name || e.className || e.tagName).trim().slice(0, 60);
	const first = all("main .first:not(.confirm *)");
	if (first.length > 1) faults.push("more than one first button: " + first.map(words).join(" | "));
	for (const e of all("main *, nav *, header *")) {
		const style = getComputedStyle(e);
		const cuts = style.overflowX != "visible" && !e.matches(".table, .tabs, textarea, select, input, .cut, svg, .unseen, th *, th");
		if ((cuts || e.matches("button, .button, .tag, .choice, dd, dt, h1, h2, h3")) && e.scrollWidth > e.clientWidth + 1 && style.display != "inline") faults.push("cut off: " + words(e));
		const box = e.getBoundingClientRect();
		if (box.right > innerWidth + 1 && !e.closest(".table, .tabs, .unseen, svg")) faults.push("sticks out of the window: " + words(e));
	}
	for (const e of all("main .note")) {
		const next = e.nextElementSibling;
		if (next && seen(next) && next.getBoundingClientRect().top - e.getBoundingClientRect().bottom < 8) faults.push("a note touches what follows: " + words(next));
	}
	for (const e of all("main .table")) {
		const before = e.previousElementSibling;
		if (before && seen(before) && e.getBoundingClientRect().top - before.getBoundingClientRect().bottom < 4) faults.push("a table touches what is above it: " + words(before));
	}
	for (const e of all("main .table")) {
		const after = e.nextElementSibling;
		if (after && seen(after) && getComputedStyle(after).position != "sticky" && after.getBoundingClientRect().top - e.getBoundingClientRect().bottom < 4) faults.push("a table touches what is below it: " + words(after));
	}
	for (const e of all("main .actions")) {
		const before = e.previousElementSibling;
		if (before && seen(before) && e.getBoundingClientRect().top >= before.getBoundingClientRect().bottom - 1 && e.getBoundingClientRect().top - before.getBoundingClientRect().bottom < 8) faults.push("buttons touch what is above them: " + words(before));
	}
	for (const e of all("input[placeholder]")) {
		if (!/\s/.test(e.placeholder)) continue; // one word, such as a host in a name, is as long as it is
		const style = getComputedStyle(e), pen = document.createElement("canvas").getContext("2d");
		pen.font = style.font;
		if (pen.measureText(e.placeholder).width > e.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) + 1) faults.push("a hint is cut off: " + e.placeholder);
	}
	for (const e of all("main time")) if (e.getClientRects().length > 1) faults.push("a date is broken: " + words(e));
	for (const e of all("main td")) {
		const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
		while (texts.nextNode()) for (const found of texts.currentNode.data.matchAll(/\d{4}-\d{2}-\d{2}|^[a-z]{1,11}\.[a-z]{2,3}$/g)) { // dates, and names of usual length
			const range = document.createRange();
			range.setStart(texts.currentNode, found.index);
			range.setEnd(texts.currentNode, found.index + found[0].length);
			const lines = new Set([...range.getClientRects()].map(r => Math.round(r.top)));
			if (lines.size > 1 && !texts.currentNode.parentElement.closest("pre, p, .unseen")) faults.push("a date or a short name in a table is broken: " + found[0]);
		}
	}
	for (const e of all("main input:not([type=checkbox], [type=radio]), main select, main textarea")) {
		const holder = e.closest("div, td, form").getBoundingClientRect();
		if (e.getBoundingClientRect().right > holder.right + 1) faults.push("a field sticks out: " + words(e));
	}
	for (const row of all("main :is(.under, .bulk, .search, form.inline)")) {
		const boxes = [...row.children].filter(seen).map(e => [e, e.getBoundingClientRect()]);
		boxes.forEach(([e, a], i) => { for (const [f, b] of boxes.slice(i + 1)) if (a.bottom > b.top + 4 && b.bottom > a.top + 4 && Math.abs((a.top + a.bottom) - (b.top + b.bottom)) > 3) faults.push("not on one line: " + words(e) + " | " + words(f)); });
	}
	for (const e of all("main form.fields textarea")) if (e.getBoundingClientRect().width < e.closest("form").clientWidth - 40) faults.push("a field is narrower than its form: " + words(e));
	for (const e of all("main div:has(> label)")) {
		const before = e.previousElementSibling;
		if (!before || !before.matches("div:has(> label)")) continue;
		const [a, b] = [before.getBoundingClientRect(), e.getBoundingClientRect()];
		if (Math.abs(a.left - b.left) < 2 && b.top - a.bottom < 8) faults.push("fields touch: " + words(before) + " | " + words(e));
	}
	for (const row of all("main tr")) {
		const boxes = [...row.cells].filter(c => c.innerText.trim() && c.offsetWidth > 1).map(c => [c, c.getBoundingClientRect()]);
		boxes.forEach(([c, a], i) => { for (const [d, b] of boxes.slice(i + 1)) if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) faults.push("one lies on the other: " + words(c) + " | " + words(d)); });
	}
	if (innerWidth > 1000) for (const table of all("main table")) {
		const numbers = [...table.querySelectorAll("thead th")].map(th => th.matches(".number"));
		for (const row of table.querySelectorAll("tbody tr")) {
			const cells = [...row.cells];
			if (cells.some(c => c.colSpan > 1)) continue;
			cells.forEach((c, i) => { if (numbers[i] && c.innerText && !c.matches(".number")) faults.push("not on the side of its numbers: " + words(c)); });
		}
	}
	return JSON.stringify([...new Set(faults)]);
})()`

// hiddenFocus goes through all of a page that can have the focus, from the bottom to the top and down again, and finds where it lies under what stays in its place: a head, a bar.
const hiddenFocus = `(() => {
	const faults = new Set();
	const all = [...document.querySelectorAll("main :is(a, button, input, select, textarea, summary)")].filter(e => e.checkVisibility({visibilityProperty: true}) && e.offsetWidth > 1);
	document.activeElement?.blur(); // what has the focus already would not be moved into sight
	for (const e of [...all].reverse().concat(all)) {
		e.focus();
		const box = e.getClientRects()[0];
		const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
		if (on && on != e && !e.contains(on) && !on.contains(e) && !on.closest("tr")?.contains(e)) faults.add("the focus is hidden: " + (e.innerText || e.name || e.href) + " under " + (on.className || on.tagName));
		if (!on) faults.add("the focus is out of sight: " + (e.innerText || e.name || e.href));
	}
	return JSON.stringify([...faults].slice(0, 5));
})()`

// focused fails the test where the focus is hidden.
func (b *browser) focused(where string) {
	b.Helper()
	var found []string
	b.must(json.Unmarshal([]byte(b.eval(hiddenFocus)), &found))
	for _, what := range found {
		b.Errorf("%s: %s", where, what)
	}
}

// sound fails the test for each fault of looks that can be found mechanically.
func (b *browser) sound(where string) {
	b.Helper()
	var found []string
	b.must(json.Unmarshal([]byte(b.eval(faultsOfLooks)), &found))
	for _, what := range found {
		b.Errorf("%s: %s", where, what)
	}
}
