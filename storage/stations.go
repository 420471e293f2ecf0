package storage

import (
	"context"
	"fmt"

	"opsledger/app/ledger"
)

// Held implements app.Reader.
func (r *reader) Held(ctx context.Context) (map[ledger.FeedID]int, error) {
	rows, err := r.tx.QueryContext(ctx, "SELECT feed, count(*) FROM commits WHERE status = 'held' GROUP BY feed")
	if err != nil {
		return nil, fmt.Errorf("counting what waits: %w", err)
	}
	defer rows.Close()
	out := map[ledger.FeedID]int{}
	for rows.Next() {
		var feed ledger.FeedID
		var n int
		if err := rows.Scan(&feed, &n); err != nil {
			return nil, fmt.Errorf("counting what waits: %w", err)
		}
		out[feed] = n
	}
	return out, rows.Err()
}

// began finds the first commit of each record by the order of reception; the primary key of entries leads from a record to it.
const began = `SELECT r.record, c.feed FROM (SELECT record, min(commit_id) AS first FROM entries WHERE kind = ? GROUP BY record) r JOIN commits c ON c.id = r.first`

// Began implements app.Reader.
func (r *reader) Began(ctx context.Context, kind string) (map[ledger.RecordID]ledger.FeedID, error) {
	rows, err := r.tx.QueryContext(ctx, began, kind)
	if err != nil {
		return nil, fmt.Errorf("finding where records began: %w", err)
	}
	defer rows.Close()
	out := map[ledger.RecordID]ledger.FeedID{}
	for rows.Next() {
		var id ledger.RecordID
		var feed ledger.FeedID
		if err := rows.Scan(&id, &feed); err != nil {
			return nil, fmt.Errorf("finding where records began: %w", err)
		}
		out[id] = feed
	}
	return out, rows.Err()
}
