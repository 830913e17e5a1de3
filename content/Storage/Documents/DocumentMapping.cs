using System.Reflection;
using MongoDB.Bson;
using MongoDB.Bson.Serialization;
using MongoDB.Bson.Serialization.Conventions;
using MongoDB.Bson.Serialization.Serializers;

namespace ELearning.Content;

/// <summary>
/// How records become documents, once for all: camelCase names, enums by name, days as <c>yyyy-MM-dd</c>, instants as BSON dates (UTC, milliseconds), spans as
/// whole milliseconds, absent instead of null. Unknown elements are ignored, so an older process reads a newer document.
/// </summary>
internal static class DocumentMapping
{
    private static readonly Lock Gate = new();
    private static bool _registered;

    /// <summary>Values inside a document whose <c>Id</c> only names something: it stays <c>id</c>, not <c>_id</c>.</summary>
    private static readonly HashSet<Type> Values =
    [
        typeof(CreditSource),
        typeof(PolicyReference),
        typeof(DeskCheck),
        typeof(AuditTarget),
        typeof(TeacherAgreement),
    ];

    /// <summary>Lists that documents of earlier releases lack, and that are left out while they are empty, so that an old document stays as it is.</summary>
    private static readonly HashSet<(Type, string)> LeftOutWhenEmpty =
    [
        (typeof(Organisation), nameof(Organisation.EarlierNames)),
        (typeof(Organisation), nameof(Organisation.EarlierSectors)),
        (typeof(Organisation), nameof(Organisation.EarlierParents)),
        (typeof(Organisation), nameof(Organisation.EarlierOrganisers)),
        (typeof(Organisation), nameof(Organisation.History)),
        (typeof(Organisation), nameof(Organisation.Terms)),
        (typeof(Member), nameof(Member.Departures)),
        (typeof(Member), nameof(Member.History)),
        (typeof(Member), nameof(Member.Terms)),
        (typeof(Member), nameof(Member.Leaves)),
        (typeof(Member), nameof(Member.Waivers)),
        (typeof(Grant), nameof(Grant.Chain)),
        (typeof(Teacher), nameof(Teacher.Agreements)),
        (typeof(Teacher), nameof(Teacher.Merged)),
    ];

    public static void Register()
    {
        lock (Gate)
        {
            if (_registered)
                return;
            BsonSerializer.RegisterSerializationProvider(new EnumsByName());
            BsonSerializer.RegisterSerializer(new DateOnlySerializer(BsonType.String));
            BsonSerializer.RegisterSerializer(new DateTimeOffsetSerializer(BsonType.DateTime));
            BsonSerializer.RegisterSerializer(new TimeSpanSerializer(BsonType.Int64, MongoDB.Bson.Serialization.Options.TimeSpanUnits.Milliseconds));
            BsonSerializer.RegisterSerializer(new IntervalSetSerializer());
            BsonSerializer.RegisterSerializer(new RefusalLogSerializer());
            BsonSerializer.RegisterSerializer(new PresenceRecordSerializer());
            BsonSerializer.RegisterSerializer(new CoursewareSerializer());
            var conventions = new ConventionPack
            {
                new CamelCaseElementNameConvention(),
                new IgnoreExtraElementsConvention(true),
                new IgnoreIfNullConvention(true),
            };
            conventions.AddPostProcessingConvention(
                "values keep id",
                map =>
                {
                    if (Values.Contains(map.ClassType) && map.IdMemberMap is { } id)
                    {
                        id.SetElementName("id");
                        map.SetIdMember(null);
                    }
                }
            );
            // Nearly every question is for presence, and desks carry them: that alone goes without saying.
            conventions.AddPostProcessingConvention(
                "presence goes without saying",
                map =>
                {
                    if (map.ClassType == typeof(Question))
                        map.GetMemberMap(nameof(Question.Purpose)).SetIgnoreIfNull(false).SetIgnoreIfDefault(true);
                }
            );
            // A document of an older release has no such list yet; the driver makes records without running what initializes their members.
            conventions.AddPostProcessingConvention(
                "a list that is not there is empty",
                map =>
                {
                    var nullability = new NullabilityInfoContext();
                    foreach (var member in map.DeclaredMemberMaps)
                    {
                        if (
                            member.MemberType is { IsGenericType: true } type
                            && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
                            && member.MemberInfo is PropertyInfo property
                            && nullability.Create(property).ReadState == NullabilityState.NotNull
                        )
                            member.SetDefaultValue(() => Array.CreateInstance(type.GenericTypeArguments[0], 0));
                    }
                }
            );
            conventions.AddPostProcessingConvention(
                "what came later goes without saying",
                map =>
                {
                    foreach (var member in map.DeclaredMemberMaps.Where(member => LeftOutWhenEmpty.Contains((map.ClassType, member.MemberName))))
                    {
                        var read = member.Getter;
                        member.SetShouldSerializeMethod(document => read(document) is System.Collections.ICollection { Count: > 0 });
                    }
                    if (map.ClassType == typeof(Organisation))
                        map.GetMemberMap(nameof(Organisation.Version)).SetIgnoreIfNull(false).SetIgnoreIfDefault(true);
                    // Where somebody may look is stored, what moves make of it is not.
                    if (map.ClassType == typeof(Scope))
                        map.UnmapProperty(nameof(Scope.Tree));
                    if (map.ClassType == typeof(Upload))
                        map.GetMemberMap(nameof(Upload.Purpose)).SetIgnoreIfNull(false).SetIgnoreIfDefault(true);
                }
            );
            ConventionRegistry.Register("ELearning", conventions, type => type.Assembly == typeof(DocumentMapping).Assembly);
            _registered = true;
        }
    }

    /// <summary>A value as the conventions write it, for filters built by hand.</summary>
    public static BsonValue ToBson(object? value) =>
        value switch
        {
            null => BsonNull.Value,
            Enum name => name.ToString(),
            DateOnly day => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            DateTimeOffset instant => new BsonDateTime(instant.ToUnixTimeMilliseconds()),
            TimeSpan span => (long)span.TotalMilliseconds,
            string text => text,
            System.Collections.IEnumerable items => new BsonArray(items.Cast<object?>().Select(ToBson)),
            _ => BsonValue.Create(value),
        };

    private sealed class EnumsByName : IBsonSerializationProvider
    {
        public IBsonSerializer? GetSerializer(Type type) =>
            type is { IsEnum: true } && type.Assembly == typeof(DocumentMapping).Assembly
                ? (IBsonSerializer)Activator.CreateInstance(typeof(EnumSerializer<>).MakeGenericType(type), BsonType.String)!
                : null;
    }
}
