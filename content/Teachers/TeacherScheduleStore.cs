using MongoDB.Bson;
using MongoDB.Driver;

namespace ELearning.Content;

/// <summary>Collection <c>teacherSchedules</c>: one document per teacher who said when they are available or was ever booked.</summary>
internal sealed class TeacherScheduleStore(ContentDatabase database) : IStore
{
    private readonly IMongoCollection<TeacherSchedule> _schedules = database.Collection<TeacherSchedule>("teacherSchedules");

    /// <summary>Creates nothing: schedules are found by <c>_id</c> alone.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<TeacherSchedule> FindAsync(string teacherId, CancellationToken cancellationToken) =>
        await _schedules.Find(new BsonDocument("_id", teacherId)).FirstOrDefaultAsync(cancellationToken) ?? new(teacherId);

    /// <summary>Stores the schedule as the next version.</summary>
    /// <returns>False when somebody changed it since this version was read.</returns>
    public async Task<bool> PutAsync(TeacherSchedule schedule, CancellationToken cancellationToken)
    {
        var next = schedule with { Version = schedule.Version + 1 };
        if (schedule.Version == 0)
            return await Tolerating.DuplicatesAsync(() => _schedules.InsertOneAsync(next, null, cancellationToken));
        var at = new BsonDocument { { "_id", schedule.Id }, { "version", schedule.Version } };
        return (await _schedules.ReplaceOneAsync(at, next, (ReplaceOptions?)null, cancellationToken)).MatchedCount == 1;
    }
}
