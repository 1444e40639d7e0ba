using Mogambo.Conversations;
using Mogambo.Storage.Contacts;

namespace Mogambo.Storage.Tests.Contacts;

public sealed class ContactMemoryTests
{
    private readonly ContactMemory<string> _memory = new(TimeProvider.System);
    private readonly UserId _user = UserId.Parse("491712345678");

    [Fact]
    public void Nothing_is_known_at_first() => Assert.False(_memory.TryGet(Some.Account, _user, out _));

    [Fact]
    public void What_was_found_is_remembered()
    {
        _memory.Found(Some.Account, _user, "found", _memory.Begin());

        Assert.Equal("found", Known());
    }

    [Fact]
    public void That_nothing_was_found_is_remembered()
    {
        _memory.Found(Some.Account, _user, null, _memory.Begin());

        Assert.Null(Known());
    }

    [Fact]
    public void A_read_that_began_before_it_was_learnt_does_not_hide_it_for_long()
    {
        var read = _memory.Begin();
        _memory.Learnt(Some.Account, _user, "learnt");

        _memory.Found(Some.Account, _user, null, read);

        Assert.False(_memory.TryGet(Some.Account, _user, out _));
    }

    [Fact]
    public void What_is_learnt_after_a_read_stands()
    {
        _memory.Found(Some.Account, _user, null, _memory.Begin());

        _memory.Learnt(Some.Account, _user, "learnt");

        Assert.Equal("learnt", Known());
    }

    [Fact]
    public void A_read_that_began_before_an_erasure_brings_nothing_back()
    {
        var read = _memory.Begin();
        _memory.Forget(Some.Account, _user);

        _memory.Found(Some.Account, _user, "erased", read);

        Assert.False(_memory.TryGet(Some.Account, _user, out _));
    }

    private string? Known()
    {
        Assert.True(_memory.TryGet(Some.Account, _user, out var known));
        return known;
    }
}
