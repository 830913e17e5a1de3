using ELearning.Content;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Bson.Serialization;

namespace ELearning.Tests.Documents;

/// <summary>
/// Documents as releases of the product stored them, one file each, in a folder named as their collection. What a release wrote must load in every later one: a
/// file stays when the shape moves on, and the new shape gets a file beside it.
/// </summary>
public sealed class StoredDocumentTests
{
    private static readonly JsonWriterSettings Canonical = new()
    {
        OutputMode = JsonOutputMode.CanonicalExtendedJson,
        Indent = true,
        NewLineChars = "\n",
    };

    /// <summary>
    /// The record behind each collection. Leases, keys, identities and the proof of health are written and read element by element and have none.
    /// </summary>
    private static readonly Dictionary<string, Type> Records = new()
    {
        ["activationCodes"] = typeof(ActivationCode),
        ["assetFolders"] = typeof(AssetFolder),
        ["audit"] = typeof(AuditEntry),
        ["corrections"] = typeof(CorrectionRequest),
        ["courseware"] = typeof(CoursewareDocument),
        ["coursewareDrafts"] = typeof(CoursewareDraft),
        ["coursewareTerms"] = typeof(CoursewareEntry),
        ["coursewareVersions"] = typeof(CoursewareDocument),
        ["coverage"] = typeof(Coverage),
        ["creditClaims"] = typeof(CreditClaim),
        ["credits"] = typeof(Credit),
        ["desks"] = typeof(Desk),
        ["events"] = typeof(DomainEvent),
        ["evidence"] = typeof(CreditEvidence),
        ["exports"] = typeof(SheetExport),
        ["grants"] = typeof(Grant),
        ["importFaults"] = typeof(ImportedFault),
        ["importedLines"] = typeof(ImportedLine),
        ["imports"] = typeof(SheetImport),
        ["media"] = typeof(MediaAsset),
        ["members"] = typeof(Member),
        ["moves"] = typeof(OrganisationMove),
        ["notifications"] = typeof(Notification),
        ["operations"] = typeof(RegisteredOperation),
        ["organisations"] = typeof(Organisation),
        ["renditions"] = typeof(Rendition),
        ["seats"] = typeof(Seat),
        ["seeds"] = typeof(SeedRun),
        ["sessions"] = typeof(ArchivedSession),
        ["teacherSchedules"] = typeof(TeacherSchedule),
        ["teachers"] = typeof(TeacherDocument),
        ["trainingDays"] = typeof(TrainingYear),
        ["uploads"] = typeof(Upload),
        ["venues"] = typeof(Venue),
    };

    public StoredDocumentTests() => DocumentMapping.Register();

    private static IEnumerable<string> All =>
        Directory
            .EnumerateFiles(RepositoryFile.PathOf("tests/Documents"), "*.json", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(RepositoryFile.PathOf("."), file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static TheoryData<string> Files => new(All);

    [Theory]
    [MemberData(nameof(Files))]
    public void What_was_stored_loads_and_is_written_again_to_the_letter(string file)
    {
        var record = Records[CollectionOf(file)];
        var stored = BsonDocument.Parse(RepositoryFile.Read(file));
        var written = BsonSerializer.Deserialize(stored, record).ToBsonDocument(record);
        Assert.Equal(stored.ToJson(Canonical), written.ToJson(Canonical));
    }

    [Fact]
    public void Each_element_that_a_record_can_have_stands_in_some_document()
    {
        var stored = All.SelectMany(file => Elements(Records[CollectionOf(file)], BsonDocument.Parse(RepositoryFile.Read(file))));
        Assert.Empty(Records.Values.SelectMany(record => Elements(record, null)).Except(stored));
    }

    /// <summary>The key of a creation is kept with this for a month, and may be used again after an upgrade.</summary>
    [Fact]
    public void A_draft_has_the_fingerprint_it_had_when_it_was_created()
    {
        var draft = BsonSerializer.Deserialize<CoursewareDraft>(RepositoryFile.Read("tests/Documents/coursewareDrafts/created.json"));
        Assert.Equal("3q96vg74x26rr1b7esra2gehmh", draft.Content.Fingerprint);
    }

    /// <summary>Credits carry the hash; what came later into the evidence must not change that of what is stored.</summary>
    [Theory]
    [InlineData("claim", "be1430a382a5adbab9caed5defa84b44bd714f1ae3e20c383679592933d6cb4b")]
    [InlineData("claimOfDays", "d660805a6b477d1a87a2d9413543114731f6542b2501a7605b992cf7830643be")]
    public void Evidence_of_a_claim_has_the_hash_it_had_when_it_was_written(string document, string hash)
    {
        var pack = BsonSerializer.Deserialize<CreditEvidence>(RepositoryFile.Read($"tests/Documents/evidence/{document}.json"));
        Assert.Equal(hash, EvidenceChecks.HashOf(pack));
    }

    private static string CollectionOf(string file) => Path.GetFileName(Path.GetDirectoryName(file))!;

    /// <summary>The elements of a record, and of the records in it, that a document of it has; without a document all that it can have.</summary>
    private static IEnumerable<string> Elements(Type record, BsonDocument? document)
    {
        foreach (var member in BsonClassMap.LookupClassMap(record).AllMemberMaps)
        {
            if (document?.Contains(member.ElementName) == false)
                continue;
            yield return $"{record.Name}: {member.ElementName}";
            if (InnerRecord(member.MemberType) is not { } inner)
                continue;
            foreach (var element in Parts(document?[member.ElementName]).SelectMany(part => Elements(inner, part)))
                yield return element;
        }
    }

    private static IEnumerable<BsonDocument?> Parts(BsonValue? value)
    {
        if (value is not BsonArray many)
            return [value?.AsBsonDocument];
        return many.Select(one => one.AsBsonDocument);
    }

    /// <summary>The record that a member holds, one or many of; null where it holds a value, or what is written in a way of its own.</summary>
    private static Type? InnerRecord(Type member)
    {
        var type = member is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? list.GenericTypeArguments[0] : member;
        // Stored flat: its own two elements stand among those of its content.
        if (type == typeof(Courseware))
            return typeof(CoursewareContent);
        var serializer = BsonSerializer.LookupSerializer(type).GetType();
        return serializer is { IsGenericType: true } && serializer.GetGenericTypeDefinition() == typeof(BsonClassMapSerializer<>) ? type : null;
    }
}
