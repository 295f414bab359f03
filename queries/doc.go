// Package queries asks the graph: it runs Gizmo, Cayley's query language in JavaScript, on a graph.Store, keeps the
// bundled queries, shapes results as tables, and holds the engine of the interactive shell. It changes no graph, and
// knows neither terminal nor environment.
package queries
