using ELearning.Content;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace ELearning.Api;

internal sealed class CreditEvidenceType : ObjectType<ExaminedEvidence>
{
    public CreditEvidenceType()
        : base(
            "What a credit was given for: written once before the credit and bound to it by hash. Of a batch entry or a reversal the entry itself is "
                + "the record: who, when and why."
        )
    {
        Field(x => x.Verified)
            .Description(
                "Whether entry and evidence are as they were written, and accepted content and time suffice for the seconds; computed anew at every look."
            );
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<EnumerationGraphType<EvidenceFault>>>>>("faults")
            .Description("What is wrong, for programs; empty when verified.")
            .From(source => source.Faults);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<StringGraphType>>>>("explanations")
            .Description("What is wrong, in the language asked for.")
            .From(source => source.Faults.Select(fault => ErrorTexts.Of($"{nameof(EvidenceFault)}.{fault}")));
        Field<StringGraphType>("hash")
            .Description("SHA-256 of the evidence, as the entry carries it; null where the entry itself is the record.")
            .From(source => source.Credit.EvidenceHash);
        Field<NonNullGraphType<StringGraphType>>("entryHash")
            .Description("SHA-256 of the entry, the evidence's and the previous entry's hash included.")
            .From(source => source.Credit.Hash);
        Field<StringGraphType>("previousHash")
            .Description("Hash of the member's newest entry when the evidence was written; null where there was none.")
            .From(source => source.Pack is { } pack ? pack.PreviousHash : source.Credit.PreviousHash);
        Field<PolicyType>("policy")
            .Description("The policy the seconds were counted by, which says how many of them make one 学时.")
            .Resolve(ctx =>
                ctx.Service<PolicyLibrary>().All.FirstOrDefault(policy => policy.Reference == (ctx.Source.Pack?.Policy ?? ctx.Source.Credit.Policy))
            );
        Field<NonNullGraphType<DateTimeScalar>>("postedAt").Description("When the entry was posted.").From(source => source.Credit.PostedAt);
        Field<StringGraphType>("postedBy")
            .Description("Who posted it: the subject of a token; null for the study clock and for imports.")
            .From(source => source.Credit.PostedBy);
        Field<StringGraphType>("reason")
            .Description("Why: of a reversal, or of the decision on a claim.")
            .From(source => source.Pack?.Claim is { } claim ? claim.Reason : source.Credit.Reason);
        Field<StudyEvidenceType>("study").Description("What the study clock saw; null where the credit is from no session.").From(source => source.Pack?.Study);
        Field<ClaimEvidenceType>("claim").Description("The decided claim; null where the credit is from none.").From(source => source.Pack?.Claim);
    }
}

internal sealed class StudyEvidenceType : ObjectType<StudyEvidence>
{
    public StudyEvidenceType()
        : base("One day of an online session as the server saw it; every time is the server's.")
    {
        Field<NonNullGraphType<DateScalar>>("date").Description("The day in Quanzhou.").From(source => source.Date);
        Field(x => x.Status).Description("How the session ended.");
        Field(x => x.StartedAt).Description("When the session began.");
        Field(x => x.LastSeenAt).Description("When its last beat was accepted: nothing is counted after it.");
        Field(x => x.EndedAt).Description("When it ended.");
        Field<CoursewareType, IDataLoaderResult<Courseware?>>("courseware")
            .Description("The courseware in the version that was studied.")
            .Resolve(ctx => ctx.Loader<CoursewareVersionLoader>().LoadAsync((ctx.Source.CoursewareId, ctx.Source.CoursewareVersion)));
        Field(x => x.CoursewareTitle).Description("Its title then.");
        Field(x => x.CoursewareVersion).Description("Its version.");
        Field<NonNullGraphType<IdGraphType>>("chapterId")
            .Description("The chapter; in this version it may have been another media than today.")
            .From(source => NodeId.Encode("Chapter", CoursewareChapter.IdOf(source.CoursewareId, source.ChapterKey)));
        Field<NonNullGraphType<FloatScalar>>("chapterSeconds")
            .Description("Length of the chapter, probed by the server from the media.")
            .From(source => source.DurationMilliseconds / 1000.0);
        Field(x => x.MediaHash).Description("SHA-256 of the media that was played.");
        Field<NonNullGraphType<FloatScalar>>("confirmedSeconds")
            .Description("Confirmed on that day, before it was rounded down to the credit's whole seconds.")
            .From(source => source.ConfirmedMilliseconds / 1000.0);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<ContentSpanType>>>>("accepted")
            .Description("The content counted on that day, in order; no part of it twice.")
            .From(source => source.Accepted);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<RefusedSecondsType>>>>("refused")
            .Description("What was refused in the whole session, by reason.")
            .From(source => source.Refused);
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<PresenceRecordType>>>>("presenceChecks")
            .Description("The presence checks settled in the session, oldest first.")
            .From(source => source.PresenceChecks);
        Field(x => x.Device, nullable: true).Description("Keyed hash of the device's name; null where it gave none.");
        Field<NonNullGraphType<ListGraphType<NonNullGraphType<SeenClientType>>>>("clients")
            .Description("From where the session was studied, the first few of them.")
            .From(source => source.Clients);
    }
}

internal sealed class ContentSpanType : ObjectType<ContentSpan>
{
    public ContentSpanType()
        : base("A piece of a chapter.")
    {
        Field<NonNullGraphType<FloatScalar>>("startSeconds")
            .Description("Where it begins, in seconds of the media.")
            .From(source => source.StartMilliseconds / 1000.0);
        Field<NonNullGraphType<FloatScalar>>("endSeconds").Description("Where it ends.").From(source => source.EndMilliseconds / 1000.0);
    }
}

internal sealed class RefusedSecondsType : ObjectType<EvidenceRefusal>
{
    public RefusedSecondsType()
        : base("Seconds refused for one reason, as evidence.")
    {
        Field(x => x.Reason).Description("Why.");
        Field<NonNullGraphType<FloatScalar>>("seconds").Description("Exact seconds.").From(source => source.Milliseconds / 1000.0);
    }
}

internal sealed class PresenceRecordType : ObjectType<PresenceRecord>
{
    public PresenceRecordType()
        : base("A presence check as it went.")
    {
        Field(x => x.Number).Description("Counts the member's checks from 1.");
        Field(x => x.Question).Description("First 8 hex digits of the SHA-256 of the question.");
        Field(x => x.IssuedAt).Description("When it was shown.");
        Field(x => x.DueAt).Description("Until when it could be answered.");
        Field(x => x.AnsweredAt, nullable: true).Description("When it was answered; null when nobody did in time.");
        Field<FloatScalar>("latencySeconds").Description("From issue to answer.").From(source => source.Latency?.TotalSeconds);
        Field(x => x.Answer, nullable: true).Description("The answer as given.");
        Field(x => x.Outcome).Description("How it ended.");
    }
}

internal sealed class SeenClientType : ObjectType<SeenClient>
{
    public SeenClientType()
        : base(
            "From where a session was studied, as keyed hashes: equal ones are the same place or browser, whoever studied there; what it was cannot "
                + "be read from them."
        )
    {
        Field(x => x.Address, nullable: true).Description("Keyed hash of the network address; null where it was not known.");
        Field(x => x.Agent, nullable: true).Description("Keyed hash of what the browser calls itself.");
    }
}

internal sealed class ClaimEvidenceType : ObjectType<ClaimEvidence>
{
    public ClaimEvidenceType()
        : base("A claim as it was decided.")
    {
        Field(x => x.ClaimedBy).Description("Who claimed: the subject of a token.");
        Field(x => x.ClaimedAt).Description("When.");
        Field(x => x.DecidedBy, nullable: true).Description("Who decided.");
        Field(x => x.DecidedAt, nullable: true).Description("When.");
        Field(x => x.Form).Description("Form of training.");
        Field(x => x.Seconds).Description("Seconds claimed.");
        Field(x => x.HeldOn).Description("The day it was held, the last one where it was held on several.");
        Field<NonNullGraphType<DateScalar>>("heldFrom")
            .Description("The first day; the same as heldOn where it was held on one.")
            .From(source => source.HeldFrom ?? source.HeldOn);
        Field(x => x.Title).Description("What was held.");
        Field(x => x.VenueLevel, nullable: true).Description("Level of the venue or organiser.");
        Field(x => x.AssetHash, nullable: true).Description("SHA-256 of the file handed in; null where there was none.");
        Field<MediaType, IDataLoaderResult<MediaAsset?>>("asset")
            .Description("The file handed in.")
            .Resolve(ctx => ClaimFileLoader.Load(ctx, ctx.Source.AssetId, ctx.Source.ClaimId));
    }
}
