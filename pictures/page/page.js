// The page's own script: draws the graph, and shows in the panel what is chosen.
"use strict";
(function () {
  document.documentElement.classList.add("js");
  const data = JSON.parse(document.getElementById("data").textContent);
  const body = document.body, panel = document.getElementById("panel"), search = document.getElementById("search");
  const place = document.getElementById("cy");
  let cy = null, back = null;

  // el makes an element: attributes, then what stands in it.
  function el(tag, attributes, ...inside) {
    const e = document.createElement(tag);
    for (const [k, v] of Object.entries(attributes || {})) k === "onclick" ? e.addEventListener("click", v) : e.setAttribute(k, v);
    e.append(...inside.filter(x => x !== null && x !== ""));
    return e;
  }

  function statement(i) {
    const s = data.statements[i], out = el("article", {}, el("p", {}, s.date ? el("time", {}, s.date + " · ") : "", s.words));
    for (const d of s.details || []) out.append(el("span", { class: "detail", "data-name": d.name }, d.value), " ");
    for (const q of s.sentences || []) {
      out.append(el("blockquote", {}, ...q.parts.map(p => p.mark ? el("mark", { class: p.mark }, p.text) : p.text)));
      out.append(el("cite", {}, q.url ? el("a", { href: q.url, rel: "noreferrer" }, q.cite) : q.cite));
      for (const r of q.reports || []) out.append(el("p", { class: "report" }, r));
    }
    if (!(s.sentences || []).length) out.append(el("p", { class: "report" }, "No sentence stands behind this row."));
    return out;
  }

  function open(...inside) {
    panel.replaceChildren(el("button", { class: "close", type: "button", "aria-label": "Close", onclick: close }, "×"), ...inside);
    panel.hidden = false;
    panel.scrollTop = 0;
    if (cy) cy.resize();
  }

  function close() {
    panel.hidden = true;
    document.querySelectorAll("#views .on").forEach(e => e.classList.remove("on"));
    if (cy) { cy.elements().removeClass("on off"); cy.resize(); }
    if (back) back.focus();
  }

  function arrow(e) { return data.nodes[e.from].label + (e.mutual ? " — " : " → ") + data.nodes[e.to].label; }

  function showEdge(i) {
    const e = data.edges[i];
    open(el("h2", {}, arrow(e)), el("p", { class: "kind" }, e.label), ...e.statements.map(statement));
    light(cy && cy.$id("e" + i), e.statements);
  }

  function showNode(i) {
    const n = data.nodes[i], list = el("ul");
    data.edges.forEach((e, k) => {
      if (e.from === i || e.to === i) list.append(el("li", {}, el("button", { type: "button", onclick: () => showEdge(k) }, arrow(e) + (e.label ? ": " + e.label : ""))));
    });
    open(el("h2", {}, n.label), el("p", { class: "kind" }, n.className + ", " + n.name), list.children.length ? list : "", ...(list.children.length ? [] : n.statements.map(statement)));
    light(cy && cy.$id("n" + i), n.statements);
  }

  function showStatement(i) {
    const s = data.statements[i];
    open(el("h2", {}, s.words), statement(i));
    light(cy && cy.edges().filter(e => data.edges[e.data("place")].statements.includes(i)), [i]);
  }

  // light sets what is chosen off from the rest, in every view.
  function light(chosen, statements) {
    if (cy) {
      cy.elements().removeClass("on off");
      if (chosen && chosen.length) {
        const near = chosen.union(chosen.connectedNodes()).union(chosen.connectedEdges ? chosen.nodes().closedNeighborhood() : chosen);
        cy.elements().difference(near).addClass("off");
        chosen.addClass("on");
        const box = chosen.union(chosen.connectedNodes()).boundingBox(), seen = cy.extent();
        if (box.w > seen.w || box.h > seen.h) cy.fit(chosen.union(chosen.connectedNodes()), 40);
        else if (box.x1 < seen.x1 || box.x2 > seen.x2 || box.y1 < seen.y1 || box.y2 > seen.y2) cy.center(chosen.union(chosen.connectedNodes()));
      }
    }
    document.querySelectorAll("#views .on").forEach(e => e.classList.remove("on"));
    for (const s of statements) document.querySelectorAll('#views button[data-statement="' + s + '"]').forEach(e => e.closest("tr, li").classList.add("on"));
  }

  function view(name) {
    body.dataset.view = name;
    document.querySelectorAll("nav button").forEach(b => b.setAttribute("aria-pressed", String(b.dataset.show === name)));
    if (name === "graph") draw();
  }

  const color = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function styles() {
    const out = [
      { selector: "node", style: {
        shape: "round-rectangle", width: "data(w)", height: "data(h)", label: "data(lines)", "text-wrap": "wrap", "text-max-width": 1000, "text-valign": "center", "text-halign": "center",
        "font-size": 13, "line-height": 1.23, "font-family": getComputedStyle(body).fontFamily, color: color("--fg"), "border-width": 1.5, "min-zoomed-font-size": 4 } },
      { selector: "edge", style: {
        width: 1.3, "line-color": color("--edge"), "target-arrow-color": color("--edge"), "target-arrow-shape": "triangle", "arrow-scale": 0.8, "curve-style": e => e.source().same(e.target()) ? "bezier" : "unbundled-bezier", "edge-distances": "node-position",
        "control-point-weights": 0.5, "control-point-distances": e => e.data("bend"), "text-margin-x": e => e.data("dx"), "text-margin-y": e => e.data("dy"),
        label: "data(lines)", "text-wrap": "wrap", "text-max-width": 1000, "font-size": 11, "font-family": getComputedStyle(body).fontFamily, color: color("--soft"), "min-zoomed-font-size": 6,
        "text-background-color": color("--bg"), "text-background-opacity": 0.88, "text-background-padding": 2 } },
      { selector: "edge[?mutual]", style: { "target-arrow-shape": "none" } },
      { selector: "edge[?unreal]", style: { "line-style": "dashed" } },
      { selector: ".off", style: { opacity: 0.22 } },
      { selector: ".hidden", style: { display: "none" } },
      { selector: "edge.on, edge.over", style: { width: 2.6, "line-color": color("--accent"), "target-arrow-color": color("--accent"), color: color("--fg"), "z-index": 9 } },
      { selector: "node.on, node.over", style: { "border-width": 3 } },
      { selector: "node.at", style: { "outline-width": 2, "outline-color": color("--accent"), "outline-offset": 3 } },
    ];
    for (let c = 0; c < 10; c++) out.splice(1, 0, { selector: "node[class = " + c + "]", style: { "background-color": color("--f" + c), "border-color": color("--s" + c) } });
    return out;
  }

  function draw() {
    if (cy || !place) return;
    cy = cytoscape({
      container: place, layout: { name: "preset" }, style: styles(), minZoom: 0.05, maxZoom: 4, boxSelectionEnabled: false,
      elements: {
        nodes: data.nodes.map((n, i) => ({ data: { id: "n" + i, place: i, lines: n.lines, w: n.w, h: n.h, class: n.class }, position: { x: n.x, y: n.y } })),
        edges: data.edges.map((e, i) => ({ data: { id: "e" + i, place: i, source: "n" + e.from, target: "n" + e.to, lines: e.lines, bend: e.bend, dx: e.dx, dy: e.dy, mutual: e.mutual, unreal: e.unreal } })),
      },
    });
    fit();
    cy.on("tap", "edge", t => { back = place; showEdge(t.target.data("place")); });
    cy.on("tap", "node", t => { back = place; at = t.target.data("place"); showNode(at); });
    cy.on("tap", t => { if (t.target === cy) close(); });
    cy.on("mouseover", "node, edge", t => { t.target.addClass("over"); place.style.cursor = "pointer"; });
    cy.on("mouseout", "node, edge", t => { t.target.removeClass("over"); place.style.cursor = ""; });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => cy.style(styles()));
    window.kg = cy; // for those who look into it with the browser's tools
  }

  function fit() {
    cy.fit(cy.elements().not(".hidden"), 28);
    if (cy.zoom() > 1.35) { cy.zoom(1.35); cy.center(); }
  }

  // The keyboard: from thing to thing in the direction of the arrow.
  let at = -1;
  const directions = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  if (place) place.addEventListener("keydown", key => {
    const to = directions[key.key];
    if (to) {
      key.preventDefault();
      let best = at < 0 ? 0 : -1, least = Infinity;
      const here = at < 0 ? null : cy.$id("n" + at).position();
      if (here) cy.nodes().not(".hidden").forEach(n => {
        const dx = n.position().x - here.x, dy = n.position().y - here.y, along = dx * to[0] + dy * to[1], across = Math.abs(dx * to[1]) + Math.abs(dy * to[0]);
        if (along > 1 && along + 2 * across < least) { least = along + 2 * across; best = n.data("place"); }
      });
      if (best < 0) return;
      at = best;
      cy.nodes().removeClass("at");
      const n = cy.$id("n" + at).addClass("at"), p = n.renderedPosition();
      if (p.x < 0 || p.y < 0 || p.x > cy.width() || p.y > cy.height()) cy.center(n);
    } else if (key.key === "Enter" && at >= 0) { back = place; showNode(at); panel.querySelector("button").focus();
    } else if (key.key === "+" || key.key === "=") zoom(1.25);
    else if (key.key === "-") zoom(0.8);
    else if (key.key === "0") fit();
  });
  function zoom(by) { cy.zoom({ level: cy.zoom() * by, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } }); }

  document.addEventListener("keydown", key => {
    if (key.key === "Escape") { if (document.activeElement === search) { search.value = ""; find(); search.blur(); } close(); }
    if (key.key === "/" && document.activeElement !== search) { key.preventDefault(); search.focus(); }
  });

  function find() {
    const words = search.value.trim().toLowerCase();
    const has = text => text.toLowerCase().includes(words);
    document.querySelectorAll("#timeline li, #table tbody tr").forEach(e => { e.hidden = words !== "" && !has(e.textContent); });
    if (!cy) return;
    cy.elements().removeClass("off on");
    if (words === "") return;
    const found = cy.nodes().filter(n => has(data.nodes[n.data("place")].label) || has(data.nodes[n.data("place")].name));
    cy.elements().difference(found.closedNeighborhood()).addClass("off");
    found.addClass("on");
  }
  search.addEventListener("input", find);
  search.addEventListener("keydown", key => {
    if (key.key !== "Enter" || !cy) return;
    const found = cy.nodes(".on");
    if (found.length) { cy.animate({ center: { eles: found[0] }, duration: 150 }); back = search; at = found[0].data("place"); showNode(at); }
  });

  document.addEventListener("click", click => {
    const b = click.target.closest("button, input");
    if (!b) return;
    if (b.dataset.show) view(b.dataset.show);
    else if (b.dataset.statement) { back = b; showStatement(Number(b.dataset.statement)); }
    else if (b.dataset.zoom) Number(b.dataset.zoom) ? zoom(Number(b.dataset.zoom)) : fit();
    else if (b.dataset.class) cy.nodes("[class = " + b.dataset.class + "]").toggleClass("hidden", !b.checked);
  });
  view(body.dataset.view);
})();
