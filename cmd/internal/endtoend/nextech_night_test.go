package endtoend

import (
	"bytes"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// june is a day on which practices begin whose nights are told, and aNight how far nights are apart.
var june = time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)

const aNight = 24 * time.Hour

// everything is the first day of encounters, as it is asked for.
const everything = "1900-01-01T00:00:00Z"

// present opens what readers see now for as long as a look takes: the next night is within this process too.
func (p *practice) present(t *testing.T, look func(r *reader)) {
	t.Helper()
	r := p.currentOf(t, records.Source)
	defer r.close(t)
	look(r)
}

// holdsNow checks that what is published is what the practice holds.
func (p *practice) holdsNow(t *testing.T) {
	t.Helper()
	p.present(t, func(r *reader) { r.holdsPractice(t, p.login.Truth("")) })
}

// visited lists the patients whose encounters were asked for since a day, and all others.
func visited(all []eyes.Request) (fully, lately []string) {
	for _, r := range all {
		if r.Call != eyes.CallEncounters {
			continue
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(r.Path, eyes.BasePath+"/"), "/")
		if r.Query["start"] == everything {
			fully = append(fully, id)
		} else {
			lately = append(lately, id)
		}
	}
	slices.Sort(fully)
	slices.Sort(lately)
	return fully, lately
}

// everybody lists the ids of a practice's patients.
func (p *practice) everybody() (ids []string) {
	for _, e := range p.login.Roster("") {
		ids = append(ids, strconv.FormatInt(e.PatientID, 10))
	}
	return ids
}

// TestNextechASecondSyncAsksForTheLastDays has nothing happen between two nights. All documents come again, made at another
// time, and nothing is published.
func TestNextechASecondSyncAsksForTheLastDays(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 411, Size: 90, Patients: 14, Now: june})
	p.night(t, engine.OK)
	first := p.took()
	if fully, lately := visited(first); !slices.Equal(fully, p.everybody()) || len(lately) > 0 || callsOf(first)[eyes.CallSearch] != 13 {
		t.Errorf("the first night asked %v: everything of %q, the last days of %q", callsOf(first), fully, lately)
	}
	for _, r := range first {
		if r.Call == eyes.CallEncounters && r.Query["end"] != "2026-06-17T00:00:00Z" || r.Call != eyes.CallToken && r.Practice != "0417" {
			t.Errorf("asked %+v", r)
		}
	}
	if bytes.Equal(p.login.Page("", 1000, 1), p.login.Page("", 1000, 2)) {
		t.Error("documents are not made anew each time")
	}
	link, listed := p.listing(t)
	open := map[string]time.Time{} // of the oldest encounter that is not locked
	for _, e := range p.login.Truth("").Encounters {
		id := strconv.FormatInt(e.PatientID, 10)
		if at, ok := open[id]; !e.Locked && (!ok || e.Date.Before(at)) {
			open[id] = e.Date
		}
	}
	planned := p.now
	p.later(20 * time.Hour)
	idle := p.night(t, engine.OK)
	if linkNow, listedNow := p.listing(t); idle.Published || idle.Changed != 0 || linkNow != link || listedNow != listed {
		t.Errorf("got %+v, and %s with %s", idle, linkNow, listedNow)
	}
	second, early := p.took(), 0
	fully, lately := visited(second)
	if again := slices.Sorted(slices.Values(slices.Concat(fully, lately))); !slices.Equal(again, p.everybody()) || len(fully) > 3 {
		t.Errorf("the second night asked for everything of %q and the last days of %q", fully, lately)
	}
	for _, r := range second {
		if r.Call != eyes.CallEncounters || r.Query["start"] == everything {
			continue
		}
		id, _, _ := strings.Cut(strings.TrimPrefix(r.Path, eyes.BasePath+"/"), "/")
		from, want := got(time.Parse(time.RFC3339, r.Query["start"]))(t), planned.Add(-90*aNight)
		if at, ok := open[id]; ok && at.Truncate(aNight).Add(-aNight).Before(want) {
			early++
			want = at.Truncate(aNight).Add(-aNight) // what day it is depends on the zone
		}
		if d := from.Sub(want); d < -time.Minute || d > time.Minute {
			t.Errorf("a patient's encounters were asked for since %s, want %s", from, want)
		}
	}
	if early == 0 {
		t.Error("nobody has an encounter that is open for long")
	}
	p.holdsNow(t)
}

// keys are what encounters are known by.
func keysOf(all []eyes.Encounter) map[[2]int64]eyes.Encounter {
	keys := map[[2]int64]eyes.Encounter{}
	for _, e := range all {
		keys[[2]int64{e.PatientID, e.ID}] = e
	}
	return keys
}

// withOlder is a truth beside which older encounters are still there: those that it has not, and where stale says so the others
// as they were.
func withOlder(now, before eyes.Truth, stale bool) eyes.Truth {
	keys := keysOf(now.Encounters)
	if stale {
		maps.Copy(keys, keysOf(before.Encounters))
	}
	for k, e := range keysOf(before.Encounters) {
		if _, there := keys[k]; !there {
			keys[k] = e
		}
	}
	now.Encounters = slices.Collect(maps.Values(keys))
	return now
}

// missing lists the encounters that were there and are not any more, but for those of a patient.
func missing(now, before eyes.Truth, but int64) (keys []string) {
	there := keysOf(now.Encounters)
	for k := range keysOf(before.Encounters) {
		if _, ok := there[k]; !ok && k[0] != but {
			keys = append(keys, fmt.Sprintf("%d/%d", k[0], k[1]))
		}
	}
	slices.Sort(keys)
	return keys
}

// different counts the encounters that are new or not as they were.
func different(now, before eyes.Truth) (n int64) {
	was := keysOf(before.Encounters)
	for k, e := range keysOf(now.Encounters) {
		if !reflect.DeepEqual(e, was[k]) {
			n++
		}
	}
	return n
}

// TestNextechWhatHappensToEncountersArrives has everything happen to encounters that may, and says which night learns of it.
func TestNextechWhatHappensToEncountersArrives(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 418, Size: 90, Patients: 14, Now: june})
	p.night(t, engine.OK)

	t.Log("new ones, notes in those that are open and addenda in those that were closed of late come with the next night")
	before := p.login.Truth("")
	p.login.Update(14)
	p.login.Insert(3)
	if did, n := p.night(t, engine.OK), different(p.login.Truth(""), before); did.Changed != n || n != 17 || did.Deleted != 0 {
		t.Errorf("%d are different: got %+v", n, did)
	}
	p.holdsNow(t)

	t.Log("and so do locks, however old what is locked is")
	old := 0
	for _, e := range p.login.Truth("").Encounters {
		if !e.Locked && p.now.Sub(e.Date) > 91*aNight {
			old++
		}
	}
	n := p.login.Lock(p.now)
	if did := p.night(t, engine.OK); old == 0 || n <= old || did.Changed != int64(n) {
		t.Errorf("%d were locked, %d of them old ones: got %+v", n, old, did)
	}
	p.holdsNow(t)

	t.Log("what happens to old ones is not seen; that one of the last days is moved out of them does not delete it")
	before = p.login.Truth("")
	amended, moved := p.login.Amend(3, 100*aNight), p.login.Redate(3, 100*aNight, -50*aNight)
	if late := p.login.Redate(4, 0, -200*aNight); late == 0 || amended == 0 || moved == 0 {
		t.Fatal("the world did not change")
	}
	p.login.RemovePatient("", 1001)
	p.login.Delete(3)
	now := p.login.Truth("")
	gone := missing(now, before, 1001)
	if len(gone) == 0 || len(missing(now, before, 0)) == len(gone) {
		t.Fatal("nobody is gone")
	}
	for range 2 {
		did := p.night(t, engine.OK)
		remark := datasetOf(t, did, practiceName, "encounters").Remark
		if did.Deleted != 0 || remark != "1 of 14 patients unknown to the API; their encounters stay as they are" {
			t.Errorf("got %+v", did)
		}
	}
	p.present(t, func(r *reader) {
		if n := r.one(t, "SELECT count(*) FROM nextech.encounters"); n != strconv.Itoa(len(before.Encounters)) {
			t.Errorf("%s encounters are there, want %d", n, len(before.Encounters))
		}
	})

	t.Log("a full reading sees it all; what is missing from one is not gone yet, and a patient whom nobody knows keeps what they have")
	if did := p.night(t, engine.OK, "--full"); did.Deleted != 0 {
		t.Errorf("got %+v", did)
	}
	before.Patients = slices.DeleteFunc(before.Patients, func(e eyes.Patient) bool { return e.ID != 1001 })
	still := withOlder(now, before, false)
	still.Patients = append(still.Patients, before.Patients...)
	p.present(t, func(r *reader) { r.holdsPractice(t, still) })
	p.night(t, engine.OK) // nights between full readings conclude nothing
	last := p.night(t, engine.OK, "--full")
	if last.Deleted != int64(len(gone)) {
		t.Errorf("%d were deleted, want %d", last.Deleted, len(gone))
	}
	still.Encounters = slices.DeleteFunc(still.Encounters, func(e eyes.Encounter) bool {
		return slices.Contains(gone, fmt.Sprintf("%d/%d", e.PatientID, e.ID))
	})
	p.present(t, func(r *reader) {
		r.holdsPractice(t, still)
		r.state(t).agree(t)
		said := r.lines(t, "SELECT patient_id || '/' || encounter_id FROM history.nextech_encounters WHERE op = 'delete' AND valid_to IS NULL ORDER BY 1")
		if !slices.Equal(said, gone) {
			t.Errorf("history says that %q are gone, want %q", said, gone)
		}
	})
	if idle := p.night(t, engine.OK, "--full"); idle.Published || idle.Deleted != 0 {
		t.Errorf("got %+v", idle)
	}
	p.within(t, nil, "verify").expect(t, engine.OK)
}

// TestNextechEverythingIsReadAgainInThirtyDays goes through two months in steps of a night and of many, because machines are
// switched off. Each patient has a turn in each month, whichever nights were missed, and what was amended or deleted long
// after the visit is learned of in one and in two turns.
func TestNextechEverythingIsReadAgainInThirtyDays(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 413, Size: 36, Patients: 24, Now: june, RefreshLifetime: 20 * aNight})
	p.night(t, engine.OK)
	p.took()
	before := p.login.Truth("")
	p.login.Lock(june.Add(aNight))
	p.login.Amend(10, 100*aNight)
	p.login.Delete(3)
	now := p.login.Truth("")
	gone := missing(now, before, 0)
	deleted := int64(0)
	for month, nights := range [][]int{{1, 1, 9, 10, 9}, {15, 15}} {
		turns, looked, most := map[string]int{}, 0, 0
		for _, days := range nights {
			p.later(time.Duration(days)*aNight - time.Minute)
			did := p.night(t, engine.OK)
			deleted += did.Deleted
			asked := p.took()
			fully, lately := visited(asked)
			for _, id := range fully {
				turns[id]++
			}
			if days == 1 {
				most = max(most, len(fully))
			}
			looked += callsOf(asked)[eyes.CallSearch]
			if n := len(fully) + len(lately); n != 24 {
				t.Errorf("%d patients were asked for, want each once", n)
			}
			if deleted > 0 && month == 0 {
				t.Error("one turn deleted something")
			}
		}
		charts := slices.DeleteFunc(p.login.Roster(""), func(e eyes.Entry) bool { return e.ChartNumber == "" })
		if len(turns) != 24 || slices.Max(slices.Collect(maps.Values(turns))) > 1 || looked != len(charts) || most > 5 {
			t.Errorf("month %d: turns %v, %d look-ups, %d in a night", month+1, turns, looked, most)
		}
		if month == 0 {
			p.present(t, func(r *reader) { r.holdsPractice(t, withOlder(now, before, false)) })
		}
	}
	if deleted != int64(len(gone)) {
		t.Errorf("%d were deleted, want %d", deleted, len(gone))
	}
	p.holdsNow(t)
}
