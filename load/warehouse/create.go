package warehouse

import (
	"context"
	"crypto/sha256"
	dbsql "database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"carehouse/models"
	"carehouse/sql"
)

// Structure is a fingerprint of what decides the shape of a source's tables. A database that was made by another
// structure has to be rebuilt.
func Structure(roots []*models.Table) string {
	h := sha256.New()
	for _, root := range roots {
		for t := range root.All() {
			h.Write(fmt.Appendf(nil, "%s.%s %s %t\n", t.Source, t.Name, t.List, t.Volatile))
			for _, c := range t.Columns {
				h.Write(fmt.Appendf(nil, "%s %d %d %d %s %t %t %t\n", c.Name, c.Type, c.Kind, c.Role, c.Path, c.Key, c.Version, c.Volatile))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Wording is a fingerprint of everything that tables say, their sentences and privacy classes included. It decides
// the bytes of Parquet files.
func Wording(roots []*models.Table) string {
	h := sha256.New()
	h.Write(fmt.Appendln(nil, Structure(roots)))
	for _, root := range roots {
		for t := range root.All() {
			h.Write(fmt.Appendln(nil, t.Doc))
			for _, c := range t.Columns {
				h.Write(fmt.Appendln(nil, c.Privacy, c.Doc))
			}
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// Create makes what is missing of a source's tables: the present, the history, the ledger, comments and dictionary. It
// does nothing when all is there. A database that was made by other tables is [ErrSchema].
func (d *DB) Create(ctx context.Context, roots []*models.Table) error {
	for _, name := range sql.Names("meta") {
		if err := d.run(ctx, name, nil); err != nil {
			return fmt.Errorf("warehouse: create: %w", err)
		}
	}
	bySource := map[string][]*models.Table{}
	var order []string
	for _, root := range roots {
		if bySource[root.Source] == nil {
			order = append(order, root.Source)
		}
		bySource[root.Source] = append(bySource[root.Source], root)
	}
	for _, source := range order {
		if err := d.createSource(ctx, source, bySource[source]); err != nil {
			return fmt.Errorf("warehouse: create %s: %w", source, err)
		}
	}
	return nil
}

func (d *DB) createSource(ctx context.Context, source string, roots []*models.Table) error {
	structure, wording, err := d.madeBy(ctx, source)
	switch {
	case err != nil:
		return err
	case structure == Structure(roots) && wording == Wording(roots):
		return nil
	case structure != "" && structure != Structure(roots):
		return ErrSchema
	}
	return d.within(ctx, func() error {
		for _, root := range roots {
			if err := d.createRoot(ctx, root, structure == ""); err != nil {
				return err
			}
		}
		if err := d.run(ctx, "load/reschema", nil); err != nil {
			return err
		}
		if err := d.describe(ctx, source, roots); err != nil {
			return err
		}
		return d.run(ctx, "load/made_by", nil, source, Structure(roots), Wording(roots))
	})
}

func (d *DB) createRoot(ctx context.Context, root *models.Table, fresh bool) error {
	for _, s := range newShape(root).Tree {
		if fresh {
			if err := errors.Join(d.run(ctx, "tables/present", s), d.run(ctx, "tables/history", s)); err != nil {
				return fmt.Errorf("table %s: %w", s.Name, err)
			}
		}
		if err := d.run(ctx, "tables/comments", s); err != nil {
			return fmt.Errorf("table %s: %w", s.Name, err)
		}
	}
	return nil
}

// madeBy returns the fingerprints of the tables that made this database's part of a source; none are empty.
func (d *DB) madeBy(ctx context.Context, source string) (structure, wording string, err error) {
	if err := d.set(ctx, "source", "VARCHAR", source); err != nil {
		return "", "", err
	}
	err = d.ask(ctx, "load/schema", nil, &structure, &wording)
	if errors.Is(err, dbsql.ErrNoRows) {
		return "", "", nil
	}
	return structure, wording, err
}

// Sources lists the sources that have tables in this database. It writes nothing.
func (d *DB) Sources(ctx context.Context) ([]string, error) {
	var sources []string
	err := d.each(ctx, "load/sources", nil, nil, func(scan func(...any) error) error {
		var source string
		err := scan(&source)
		sources = append(sources, source)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("warehouse: %w", err)
	}
	return sources, nil
}

// MadeBy reports whether the database holds these tables of one source, as they are now. It writes nothing.
func (d *DB) MadeBy(ctx context.Context, roots []*models.Table) (bool, error) {
	if len(roots) == 0 {
		return true, nil
	}
	structure, _, err := d.madeBy(ctx, roots[0].Source)
	if err != nil {
		return false, fmt.Errorf("warehouse: %w", err)
	}
	return structure == Structure(roots), nil
}

// Fits returns [ErrSchema] when the database's part of a source was made by other tables. It writes nothing.
func (d *DB) Fits(ctx context.Context, roots []*models.Table) error {
	if len(roots) == 0 {
		return nil
	}
	structure, _, err := d.madeBy(ctx, roots[0].Source)
	if err == nil && structure != "" && structure != Structure(roots) {
		err = ErrSchema
	}
	if err != nil {
		return fmt.Errorf("warehouse: %s: %w", roots[0].Source, err)
	}
	return nil
}

// describe fills the dictionary.
func (d *DB) describe(ctx context.Context, source string, roots []*models.Table) error {
	var tables, names, types, rolesOf, privacies, paths, docs []string
	var ordinals []int64
	var keys []bool
	for _, root := range roots {
		for t := range root.All() {
			for i, c := range t.Columns {
				tables, ordinals, names = append(tables, t.Name), append(ordinals, int64(i+1)), append(names, c.Name)
				types, rolesOf = append(types, c.Type.SQL()), append(rolesOf, role(c.Role))
				privacies, keys = append(privacies, string(c.Privacy)), append(keys, c.Key)
				paths, docs = append(paths, c.Path), append(docs, c.Doc)
			}
		}
	}
	return d.run(ctx, "load/columns", nil, source, tables, ordinals, names, types, rolesOf, privacies, keys, paths, docs)
}

func role(r models.Role) string {
	switch r {
	case models.FromPayload:
		return "payload"
	case models.ElementCount:
		return "count"
	case models.FromParent:
		return "parent key"
	case models.AncestorPlace:
		return "place"
	case models.Lineage:
		return "lineage"
	case models.FromPage:
		return "request"
	case models.SlotLabel:
		return "slot"
	default:
		return strings.ToLower(fmt.Sprint(r))
	}
}

// within runs a step in a transaction: all of it holds, or nothing.
func (d *DB) within(ctx context.Context, step func() error) error {
	if _, err := d.conn.ExecContext(ctx, "BEGIN TRANSACTION"); err != nil {
		return d.quiet("begin", err)
	}
	err := step()
	if err == nil {
		_, err = d.conn.ExecContext(ctx, "COMMIT")
		err = d.quiet("commit", err)
	}
	if err != nil { // a commit that failed has rolled back; another rollback does no harm
		_, _ = d.conn.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	}
	return err
}
