package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/generation"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// homeFault explains why a home cannot be used.
func homeFault(dir string, err error) error {
	if held, ok := errors.AsType[*generation.HeldError](err); ok {
		why := "two runs at once would undo each other's work"
		if held.PID > 0 {
			why = fmt.Sprintf("process %d has held it since %s", held.PID, held.Since.Local().Format(time.RFC1123))
		}
		return &engine.Fault{
			Exit: engine.Busy, What: dir + ": another run holds the home", Why: why,
			Next: "wait for it to end, or look at it: carehouse status", Err: err,
		}
	}
	return diskFault(dir, fmt.Errorf("home %s: %w", dir, err))
}

// full reports whether an error is that there is no room on the disk, whoever found out.
func full(err error) bool {
	return errors.Is(err, warehouse.ErrFull) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT)
}

// diskFault says what to do about a disk that has no room, a database that has no memory, or a home that is not ours to use.
// Which of the many files of a run had no room any more helps nobody; which one may not be opened does.
func diskFault(home string, err error) error {
	if _, told := errors.AsType[*engine.Fault](err); told {
		return err
	}
	switch {
	case full(err):
		return &engine.Fault{
			Exit: engine.Failed, What: home + ": no room left on the disk", Why: crowdedWhy,
			Next: "make room, then type the same again: it goes on from there", Err: err,
		}
	case errors.Is(err, warehouse.ErrMemory):
		return &engine.Fault{
			Exit: engine.Failed, What: err.Error(), Why: crowdedWhy,
			Next: "give it more, as limits: {memory: …} in carehouse.yaml, then type the same again: it goes on from there", Err: err,
		}
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return &engine.Fault{
			Exit: engine.Failed, What: deniedAt(home, err), Why: "everything in a home belongs to the user who runs this, and to nobody else",
			Next: "look at owner and mode: ls -ld " + home + "; or name another folder in carehouse.yaml, as home", Err: err,
		}
	case errors.Is(err, syscall.ENOTDIR):
		return &engine.Fault{
			Exit: engine.Failed, What: "home " + home + ": not a folder", Why: "everything is kept in files below it",
			Next: "remove what is there, or name another folder in carehouse.yaml, as home", Err: err,
		}
	}
	return err
}

// deniedAt names what may not be used: the home, or what in it belongs to somebody else.
func deniedAt(home string, err error) string {
	what := "home " + home
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		abs, wrong := filepath.Abs(home)
		inside, missing := filepath.Rel(abs, at.Path)
		if wrong == nil && missing == nil && filepath.IsLocal(inside) && inside != "." && !strings.HasPrefix(inside, ".") {
			what = filepath.Join(home, inside)
		}
		return what + ": " + at.Err.Error()
	}
	return what + ": permission denied"
}

// tornFault explains why a published database cannot be read, and what to do about it.
func tornFault(number int, err error) error {
	return &engine.Fault{
		Exit: engine.Failed, What: fmt.Sprintf("generation %d: %v", number, err), Why: "the database cannot be opened",
		Next: "make it again from the landing: carehouse rebuild, or go back to an older one: carehouse rollback", Err: err,
	}
}

// schemaFault explains why a database that is well cannot be gone on with.
func schemaFault(number int, err error) error {
	if !errors.Is(err, warehouse.ErrSchema) {
		return err
	}
	return &engine.Fault{
		Exit: engine.Failed, What: fmt.Sprintf("generation %d was made by a program with other tables", number),
		Why: "columns have come, gone or changed since", Next: "fill the new tables from the landing: carehouse rebuild", Err: err,
	}
}

// failure says what kept a dataset from being fetched.
func (t *task) fail(err error) {
	f := engine.Failure{
		Source: t.tenant.Source, Tenant: t.tenant.Name, Dataset: t.dataset.Name, Outcome: extract.OutcomeOf(err), What: err.Error(),
	}
	switch found, ok := errors.AsType[extract.Finder](err); {
	case ok:
		f.Next = found.Advice()
	case errors.Is(err, engine.ErrInterrupted), errors.Is(err, context.Canceled):
		f.What, f.Why = "interrupted", "what has landed is kept"
		f.Next = "go on where it stopped: carehouse sync"
	case errors.Is(err, errLead):
		f.Next = fmt.Sprintf("fetch that again: carehouse sync %s/%s/%s --full", t.tenant.Source, t.tenant.Name, t.dataset.Leader)
	}
	t.did.Outcome = f.Outcome
	t.failure, t.cause = &f, err
	t.line.Fail(err)
}

// echoes reports whether a dataset failed because the tenant's credentials had been refused to another.
func (t *task) echoes() bool { return errors.Is(t.cause, transport.ErrRefused) }

// quietly reports whether a failure need not be told: wrong credentials are told once a tenant, and that the account is
// not entitled is old news after the first time, where the tenant has other datasets that are. Nobody is woken again.
func quietly(tasks []*task, t *task, journal []entry) bool {
	if t.echoes() {
		return t != told(tasks, t.tenant.Name)
	}
	if t.failure == nil || t.failure.Outcome != models.NotEntitled {
		return false
	}
	before, _ := standing(journal, t.tenant.Source, t.tenant.Name, t.dataset.Name)
	if before.Outcome != models.NotEntitled {
		return false
	}
	for _, other := range tasks {
		if other.tenant.Name == t.tenant.Name && other.failure == nil {
			return true
		}
	}
	return false
}

// told finds the task that tells of a tenant's wrong credentials: the one that was refused, or, where that was in an earlier
// round, the first that did not ask any more.
func told(tasks []*task, tenant string) *task {
	var first *task
	for _, t := range tasks {
		switch {
		case t.tenant.Name != tenant:
		case !t.echoes() && t.did.Outcome == models.NeedsPerson:
			return t
		case first == nil && t.echoes():
			first = t
		}
	}
	return first
}

// refusal says which receipt, check or guard refused, or is not ok.
func refusal(err error) (engine.Refusal, bool) {
	if e, ok := errors.AsType[*warehouse.ShrinkError](err); ok {
		return engine.Refusal{
			Tenant: e.Tenant, Table: e.Table,
			What: fmt.Sprintf("%d of %d records would go at once", e.Gone, e.Present),
			Next: "when that is right: carehouse sync " + e.Source + "/" + e.Tenant + " --allow-shrink",
		}, true
	}
	if e, ok := errors.AsType[*warehouse.ReceiptError](err); ok {
		return engine.Refusal{
			Tenant: e.Tenant, Table: e.Table, What: e.Error(),
			Next: "run it again; when it stays, carehouse rebuild, and report it",
		}, true
	}
	if e, ok := errors.AsType[*warehouse.CheckError](err); ok {
		return engine.Refusal{
			Tenant: e.Tenant, Table: e.Table, What: e.Error(),
			Next: "look at what the API sends, then: carehouse replay " + e.Source + "/" + e.Tenant,
		}, true
	}
	return engine.Refusal{}, false
}
