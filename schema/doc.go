// Package schema holds what every other package agrees on: the article as read, the fact with its evidence, the
// vocabulary of the graph, and the gazetteers and lexicons under data/. It reads no news text and knows no store.
package schema
