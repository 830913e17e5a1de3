namespace ELearning.Api;

/// <summary>The table of contents of what can be read: one line per feature.</summary>
internal sealed class Query : ObjectType<object?>
{
    public Query()
        : base("What can be read.")
    {
        NodeQueries.AddTo(this);
        CoursewareQueries.AddTo(this);
        MediaQueries.AddTo(this);
        TeacherQueries.AddTo(this);
        MemberQueries.AddTo(this);
        OrganisationQueries.AddTo(this);
        VenueQueries.AddTo(this);
        StudyQueries.AddTo(this);
        CreditQueries.AddTo(this);
        StandingQueries.AddTo(this);
        PolicyQueries.AddTo(this);
        CreditClaimQueries.AddTo(this);
        ImportQueries.AddTo(this);
        AuditQueries.AddTo(this);
        RegisteredOperationQueries.AddTo(this);
    }
}
