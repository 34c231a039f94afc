<?php
// wikidiff2 for `redline_peers.py`: answers each line of JSON, an old and a new
// text, with its comparison and the processor time of that in milliseconds.
function spent() {
    $used = getrusage();
    return 1e3 * ($used['ru_utime.tv_sec'] + $used['ru_stime.tv_sec'])
        + ($used['ru_utime.tv_usec'] + $used['ru_stime.tv_usec']) / 1e3;
}
while (($line = fgets(STDIN)) !== false) {
    [$old, $new] = json_decode($line);
    $start = spent();
    $compared = wikidiff2_inline_json_diff($old, $new, 1000000);
    $ms = spent() - $start;
    echo json_encode(['diff' => json_decode($compared)->diff, 'ms' => $ms]), "\n";
}
