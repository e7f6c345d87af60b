-- The lines of owners are kept by a plan that is made once per session (decision 46). Made for the values of each call it looked
-- cheaper to the planner, which took four times as long to think so as the keeping itself takes. The function leaves no other
-- choice than to look rows up by their key, for one row as for ten thousand.
alter function cell_owner_keep() set plan_cache_mode = force_generic_plan;
