package main

import (
	"cmp"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A line is a row of the printed table.
type line struct{ what, measured, goal, verdict string }

// higher adds a ratio that is better when it is higher.
func (b *bench) higher(what string, measured, goal float64) {
	b.lines = append(b.lines, line{what, fmt.Sprintf("%.2fx", measured), fmt.Sprintf("≥ %.1fx", goal), verdict(measured >= goal)})
}

// lower adds a measure that is better when it is lower.
func (b *bench) lower(what string, measured, goal float64, unit string) {
	b.lines = append(b.lines, line{
		what, strings.TrimSpace(fmt.Sprintf("%.3g %s", measured, unit)), strings.TrimSpace(fmt.Sprintf("≤ %.3g %s", goal, unit)), verdict(measured <= goal),
	})
}

// told adds a measure that has no goal.
func (b *bench) told(what, measured string) { b.lines = append(b.lines, line{what, measured, "", ""}) }

func verdict(met bool) string {
	if met {
		return "met"
	}
	return "missed"
}

// print writes the table.
func (b *bench) print() {
	b.say("")
	w := tabwriter.NewWriter(b.out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "measured\there\tgoal\t")
	for _, l := range b.lines {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", l.what, l.measured, l.goal, l.verdict)
	}
	_ = w.Flush() // a report that cannot be written is missed by whoever reads it
}

// A span is what repetitions took.
type span []time.Duration

func (s span) median() time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	if n := len(sorted); n%2 == 0 {
		return (sorted[n/2-1] + sorted[n/2]) / 2
	}
	return sorted[len(sorted)/2]
}

func (s span) String() string {
	return fmt.Sprintf("%.2f (%.2f–%.2f)", s.median().Seconds(), slices.Min(s).Seconds(), slices.Max(s).Seconds())
}

// A series is the repetitions of one side.
type series struct {
	wall, cpu span
	peak      int64
	facts     map[string]float64 // what the last one told
}

func (s *series) add(o outcome) {
	s.wall, s.cpu, s.peak = append(s.wall, o.wall), append(s.cpu, o.cpu), max(s.peak, o.Peak)
	s.facts = o.Facts
}

func ratio(a, b span) float64 { return a.median().Seconds() / max(b.median().Seconds(), 1e-9) }

func megabytes(n int64) float64 { return float64(n) / 1e6 }

// machine says what the numbers were measured on, and whether it was busy with something else.
func machine() string {
	load := "unknown"
	if raw, err := os.ReadFile("/proc/loadavg"); err == nil {
		load, _, _ = strings.Cut(string(raw), " ")
	}
	return fmt.Sprintf("machine: %d cores, load %s now (at rest it is below 0.3; trust ratios of CPU over ratios of wall when it is not)",
		runtime.NumCPU(), cmp.Or(load, "unknown"))
}
