#pragma once

#include "charts/session_view.h"
#include "session/session.h"

namespace infoplane {

/// All seeds of a session as the charts want them: the path of each that was estimated, and the mean of those
/// that count (see SeedSelection) with its 95 % band. Takes some tenths of a second for fifty seeds.
std::shared_ptr<const SeedsRecord> makeSeedsRecord(const Session& session, bool leaveOutDead = true);

/// The mean in place of one seed; texts, limits and layers are the session's. Without epochs where no seed
/// counts.
SessionView makeMeanView(const Session& session, std::shared_ptr<const SeedsRecord> record);

/// "mean of 19 seeds, 95 % band (1 dead left out)"; without the band where none is drawn.
QString meanLine(const SeedsRecord& record, bool withBand = true);

/// Says of a view which seeds are seen in it: "mean of 19 seeds, 95 % band (1 dead left out)", "all 20 seeds,
/// seed 3 before them"; for captions and the line under the title.
void putSeedsLine(SessionView& view, const Session& session, int seed);

} // namespace infoplane
