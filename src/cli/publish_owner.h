#pragma once
// Who publishes: the person, the machine and the process that stand on a lock (publish/lock.h).

#include <cstdint>
#include <string>

#include "publish/lock.h"

namespace herald::cli {

/// This user, machine and process, now; `token` is drawn by chance.
publish::Owner make_owner(std::string token);

/// Whether a process may still run. One of this machine does when the system says so and it is not another
/// one that got its number; one of another machine, or of another container, may always.
bool is_alive(const publish::Process& process);

}  // namespace herald::cli
