using System.ComponentModel;

namespace ELearning.Content;

/// <summary>Every expected failure of the domain. The API's error types and codes are made from these names; they never change.</summary>
public enum ContentErrorCode
{
    [Description("The named thing does not exist, or not for this caller.")]
    NotFound,

    [Description("A field of the input is missing, malformed or out of range.")]
    InvalidInput,

    [Description("Somebody changed the object in between; read it again and repeat.")]
    Conflict,

    [Description("The idempotency key was used before with other input.")]
    IdempotencyKeyReused,

    [Description("A member with this number is registered already.")]
    NumberTaken,

    [Description("The member holds this position at this organisation in an overlapping time.")]
    PositionOverlaps,

    [Description("The identity is linked to another member.")]
    IdentityTaken,

    [Description("The member is linked to another sign-in; only an Administrator replaces it, with a reason.")]
    IdentityLinked,

    [Description("Nobody links a sign-in of their own, or to themself.")]
    LinkNotIndependent,

    [Description("Somebody else holds this position at the organisation in an overlapping time; end theirs first.")]
    PositionTaken,

    [Description("The member has no membership there on that day, which this position needs.")]
    MembershipRequired,

    [Description("The member has left; readmit them first.")]
    MemberHasLeft,

    [Description("What was to be ended, voided or undone is over already.")]
    EntryOver,

    [Description("A member cannot be without it; enter what takes its place, or the member's leaving.")]
    EntryNeeded,

    [Description("The entry of the register was changed as often as it can hold.")]
    HistoryFull,

    [Description("The organisation does not exist on that day: it was closed before, or established later.")]
    OrganisationClosed,

    [Description("The records may begin later only by who has the right at the level above.")]
    RecordsMoveBack,

    [Description("Members, open organisations below or open drafts would be left behind; move them first, or name a successor.")]
    OrganisationNotEmpty,

    [Description("A move of the organisation, or one that this would cross, is ahead or under way; call it off, or wait until it is done.")]
    OrganisationMoving,

    [Description("Too many moves of organisations are ahead or under way.")]
    TooManyMoves,

    [Description("Nobody gives a right to themself.")]
    GrantNotIndependent,

    [Description("Number and code do not go together, or the code is used up or too old; ask for a new one.")]
    ActivationRefused,

    [Description("The request for a correction has been answered.")]
    CorrectionAnswered,

    [Description("Too many requests for a correction wait for an answer.")]
    TooManyCorrections,

    [Description("Another study session of the member is earning.")]
    StudySessionActive,

    [Description("Another study session of the member took over.")]
    StudySessionSuperseded,

    [Description("The study session has ended and earns no more.")]
    StudySessionClosed,

    [Description("This sequence number was used with another body.")]
    SequenceConflict,

    [Description("The chapter has no probed duration and earns nothing.")]
    ChapterNotCreditable,

    [Description("A presence check must be answered first.")]
    PresenceCheckDue,

    [Description("The presence check is unknown, answered or over.")]
    PresenceCheckOver,

    [Description("Online study is measured by the study clock and cannot be claimed.")]
    FormNotClaimable,

    [Description("On a day of the claim there is no room left under the day's ceiling of training hours.")]
    DayFull,

    [Description("The member has as many claims in the year as are kept.")]
    TooManyClaims,

    [Description("The claim has been decided or withdrawn.")]
    ClaimDecided,

    [Description("Nobody decides a claim of their own or one they made for another.")]
    DecisionNotIndependent,

    [Description("The credit has been reversed, or is itself a reversal.")]
    CreditReversed,

    [Description("An organisation with this code exists already.")]
    OrganisationExists,

    [Description("The venue is closed.")]
    VenueClosed,

    [Description("Nobody recognises a base of their own organisation: that is for who has the right above it.")]
    BaseNotIndependent,

    [Description("What is asked does not go with the state the courseware is in.")]
    StateNotAllowed,

    [Description("Nobody signs off a draft they made or edited.")]
    ReviewNotIndependent,

    [Description("The courseware was withdrawn; no new session starts on it.")]
    CoursewareRetired,

    [Description("What is asked does not go with where the teacher stands in the pool.")]
    TeacherStateNotAllowed,

    [Description("Nobody reviews a teacher they recommended, or themself.")]
    TeacherReviewNotIndependent,

    [Description("The term that was recommended is over; recommend another one.")]
    TeacherTermOver,

    [Description("The teacher is booked at that time; the message names both sides.")]
    TeacherBooked,

    [Description("The teacher is not available at that time.")]
    TeacherUnavailable,

    [Description("The teacher is offered to this organisation already, or engaged by it, in an overlapping time.")]
    AgreementExists,

    [Description("Drafts, versions or claims use the asset.")]
    AssetInUse,

    [Description("The folder holds assets.")]
    FolderNotEmpty,

    [Description("The organisation has a folder of this name.")]
    FolderNameTaken,

    [Description("The file breaks a rule of what can be stored; the message begins with the rule's name.")]
    MediaRefused,

    [Description("The upload was not finished in time and is given up.")]
    UploadExpired,

    [Description("Nothing came for too long in the middle of a piece; what came before is kept.")]
    UploadStalled,

    [Description("The file or piece is larger than allowed or promised.")]
    UploadTooLarge,

    [Description("The editor has too many unfinished uploads.")]
    TooManyUploads,

    [Description("The caller has sent as many files as evidence as one may in a year.")]
    TooManyEvidence,

    [Description("Too many imports or exports of the caller have not ended.")]
    TooManyImports,

    [Description("Too many reports are being drawn up.")]
    TooManyReports,

    [Description("The organisation stores, or has on their way, as many bytes as it may.")]
    QuotaExceeded,

    [Description("The document is no operation that can be registered; the message says why.")]
    OperationRefused,

    [Description("The bytes do not hash to what the sender said.")]
    ChecksumMismatch,
}
