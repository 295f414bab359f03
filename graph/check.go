package graph

import (
	"context"
	"fmt"

	pebblestore "github.com/newskg/kg/graph/pebble"
)

// CheckReport is what Check found: how many quads and values the store holds, and what is wrong with them.
type CheckReport = pebblestore.Report

// Check reads the whole store and holds its indexes against each other and the dictionary of values. What is wrong is in
// the report; an error means that not all could be read.
func (s *Store) Check(ctx context.Context) (*CheckReport, error) {
	report, err := s.engine.Check(ctx)
	if err != nil {
		return report, fmt.Errorf("graph: %w", err)
	}
	return report, nil
}
