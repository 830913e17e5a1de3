namespace ELearning.Content;

/// <summary>
/// The schedules of teachers. What books a teacher names a key and its times; the same key again books other times in their place, and a time that overlaps
/// another booking, of whatever organisation, is a <see cref="ContentErrorCode.TeacherBooked"/> that names both.
/// </summary>
public sealed class TeacherSchedules
{
    /// <summary>Each attempt that fails means that another one was written, so the last of this many who book one teacher at once is still done.</summary>
    private const int Tries = 50;

    private readonly TeacherScheduleStore _store;
    private readonly TeacherPool _pool;
    private readonly OrganisationTree _organisations;
    private readonly TimeProvider _time;

    internal TeacherSchedules(TeacherScheduleStore store, TeacherPool pool, OrganisationTree organisations, TimeProvider time) =>
        (_store, _pool, _organisations, _time) = (store, pool, organisations, time);

    /// <summary>The schedule of a teacher as it is now, also by the id of one who was merged into them.</summary>
    public async Task<TeacherSchedule> OfAsync(string teacherId, CancellationToken cancellationToken)
    {
        var schedule = await _store.FindAsync(teacherId, cancellationToken);
        // Whoever was merged may be merged again; none of them is met twice.
        for (var met = new HashSet<string> { schedule.Id }; schedule.MovedTo is { } next && met.Add(next); )
        {
            schedule = await _store.FindAsync(next, cancellationToken);
        }
        return schedule;
    }

    /// <summary>
    /// Books a teacher for some times: for the organisation that keeps them or one below it, or for one that engages them jointly on those days or one below
    /// that. Booked once however often it is asked for.
    /// </summary>
    /// <exception cref="ContentError">TeacherBooked, TeacherUnavailable, TeacherTermOver; NotFound where nothing was agreed with the organisation.</exception>
    public async Task<TeacherSchedule> BookAsync(BookTeacher input, CancellationToken cancellationToken)
    {
        var teacher = await _pool.RequireAsync(input.TeacherId, cancellationToken);
        var booker = await _organisations.RequireAsync(input.OrganisationId, cancellationToken);
        foreach (var day in input.Times.Select(time => SchoolTime.DayOf(time.From)).Distinct())
        {
            if (teacher.StatusOn(SchoolTime.Today(_time)) is not TeacherStatus.Active and var status)
                throw new ContentError(ContentErrorCode.TeacherStateNotAllowed, status);
            if (!teacher.Term.Contains(day))
                throw new ContentError(ContentErrorCode.TeacherTermOver, teacher.Term.To ?? teacher.Term.From);
            if (!booker.Lineage.Contains(teacher.OrganisationId) && !teacher.SharedWithOn(day).Any(booker.Lineage.Contains))
                throw ContentError.NotFound(nameof(TeacherAgreement));
        }
        return await ChangeAsync(teacher.Id, input.Title, (schedule, now, clash) => ScheduleRules.Book(schedule, input, now, clash), cancellationToken);
    }

    /// <summary>Gives the times of a key back; where there are none it is done already.</summary>
    public Task<TeacherSchedule> ReleaseAsync(string teacherId, string key, CancellationToken cancellationToken) =>
        ChangeAsync(teacherId, "", (schedule, now, _) => ScheduleRules.Release(schedule, key, now), cancellationToken);

    /// <summary>Says when a teacher is available, in the place of what was said before.</summary>
    public async Task<TeacherSchedule> SetAsync(SetAvailability input, CancellationToken cancellationToken)
    {
        var teacher = await _pool.RequireAsync(input.TeacherId, cancellationToken);
        return await ChangeAsync(teacher.Id, teacher.Name, (schedule, now, clash) => ScheduleRules.Say(schedule, input, now, clash), cancellationToken);
    }

    /// <summary>When the teacher is available and not booked.</summary>
    public static IEnumerable<TimeRange> Free(TeacherSchedule schedule, DateOnly from, DateOnly to) => ScheduleRules.Free(schedule, from, to);

    /// <summary>
    /// Lets the schedule of a teacher who stays have what one has who is merged into them; nothing is booked with the other any more. Harmless to repeat: what
    /// was cut off after the first of its two writes is finished by the next call.
    /// </summary>
    /// <exception cref="ContentError">TeacherBooked: both are booked at the same time, and nothing was changed.</exception>
    internal async Task MergeAsync(string keptId, string mergedId, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var merged = await _store.FindAsync(mergedId, cancellationToken);
            if (merged.MovedTo is not null)
                return;
            await ChangeAsync(keptId, "", (schedule, now, clash) => ScheduleRules.Join(schedule, merged, now, clash), cancellationToken);
            // Not if somebody booked it in between: then what they booked goes along in the next round.
            if (await _store.PutAsync(merged with { Bookings = [], MovedTo = keptId }, cancellationToken))
                return;
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    /// <summary>One guarded write; when somebody else was first, it is decided again on what they left.</summary>
    private async Task<TeacherSchedule> ChangeAsync(
        string teacherId,
        string title,
        Func<TeacherSchedule, DateTimeOffset, Action<TeacherBooking, TimeRange>, TeacherSchedule> change,
        CancellationToken cancellationToken
    )
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var schedule = await OfAsync(teacherId, cancellationToken);
            (TeacherBooking Taken, TimeRange Wanted)? clash = null;
            TeacherSchedule changed;
            try
            {
                changed = change(schedule, SchoolTime.Now(_time), (taken, wanted) => throw Clashing(clash = (taken, wanted)));
            }
            catch (ContentError) when (clash is not null)
            {
                var (taken, wanted) = clash.Value;
                var by = (await _organisations.FindAsync([taken.OrganisationId], cancellationToken)).GetValueOrDefault(taken.OrganisationId)?.Name ?? "";
                throw new ContentError(ContentErrorCode.TeacherBooked, title.Length > 0 ? title : taken.Title, wanted.From, taken.Title, by, taken.From)
                {
                    Detail = new BookingClash(title, wanted.From, taken, by),
                };
            }
            if (ReferenceEquals(changed, schedule) || await _store.PutAsync(changed, cancellationToken))
                return ReferenceEquals(changed, schedule) ? schedule : changed with { Version = changed.Version + 1 };
        }
        throw new ContentError(ContentErrorCode.Conflict);
    }

    private static ContentError Clashing((TeacherBooking, TimeRange)? _) => new(ContentErrorCode.TeacherBooked);
}
