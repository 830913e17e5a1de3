namespace ELearning.Api;

/// <summary>The table of contents of what can be changed: one line per feature. See <see cref="MutationField{TResult}"/>.</summary>
internal sealed class Mutation : MutationRoot
{
    public Mutation()
        : base(ContentErrors.Instance)
    {
        StudyMutations.AddTo(this);
        OrganisationMutations.AddTo(this);
        VenueMutations.AddTo(this);
        MemberMutations.AddTo(this);
        HeldMutations.AddTo(this);
        JoiningMutations.AddTo(this);
        CorrectionMutations.AddTo(this);
        NotificationMutations.AddTo(this);
        CreditClaimMutations.AddTo(this);
        CreditMutations.AddTo(this);
        GrantMutations.AddTo(this);
        TeacherMutations.AddTo(this);
        ImportMutations.AddTo(this);
        CoursewareMutations.AddTo(this);
        MediaMutations.AddTo(this);
        RegisteredOperationMutations.AddTo(this);
    }
}
