package endtoend

import "regexp"

// errorBlock is an error as it is told: one line that says what failed, and at most two that say why and what to do.
var errorBlock = regexp.MustCompile(`(?m)^carehouse: .+\n(?:  .+\n)*`)
