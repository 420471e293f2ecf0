package storage

import (
	"context"

	"opsledger/app"
)

// Rebuild implements app.Store.
func (s *Store) Rebuild(ctx context.Context, progress func(done, total int)) (app.Rebuilt, error) {
	var out app.Rebuilt
	err := s.Write(ctx, func(aw app.Writer) error {
		w := aw.(*writer)
		before, err := w.bodies()
		if err != nil {
			return err
		}
		if err := w.makeTables(); err != nil {
			return err
		}
		if err := w.refoldAll(progress); err != nil {
			return err
		}
		after, err := w.bodies()
		if err != nil {
			return err
		}
		out.Records = len(after)
		for id, body := range after {
			if before[id] != body {
				out.Changed++
			}
			delete(before, id)
		}
		out.Changed += len(before)
		return w.tx.QueryRowContext(ctx, "SELECT count(*) FROM commits").Scan(&out.Commits)
	})
	return out, err
}

// bodies reads what each folded row says, by record.
func (w *writer) bodies() (map[string]string, error) {
	out := map[string]string{}
	for _, k := range w.s.kinds.Kinds() {
		rows, err := w.tx.QueryContext(w.ctx, "SELECT id, number || state || body || facts || conflicts || incomplete FROM r_"+k.Name)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var id, body string
			if err := rows.Scan(&id, &body); err != nil {
				rows.Close()
				return nil, err
			}
			out[id] = body
		}
		if err := rows.Err(); err != nil {
			return nil, err
		}
	}
	return out, nil
}
